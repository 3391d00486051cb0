import type { Metadata } from 'next';
import type { SearchParams } from '@/ui/devices/filter';
import { PlainFrame } from '@/ui/frame/plain-frame';
import { ownPath } from '@/ui/sign-in/own-path';
import { SignInForm } from '@/ui/sign-in/sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const { to } = await searchParams;
  return (
    <PlainFrame>
      <div className="mx-auto mt-[10vh] mb-8 w-[calc(100%-32px)] max-w-form border border-rule bg-surface px-5 py-5">
        <h1 className="mb-3">Sign in</h1>
        <SignInForm to={ownPath(typeof to === 'string' ? to : undefined)} />
      </div>
    </PlainFrame>
  );
}
