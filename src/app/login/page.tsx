import type { Metadata } from 'next';
import type { SearchParams } from '@/ui/devices/filter';
import { ownPath } from '@/ui/sign-in/own-path';
import { SignInForm } from '@/ui/sign-in/sign-in-form';
import { SignInFrame } from '@/ui/sign-in/sign-in-frame';

export const metadata: Metadata = { title: 'Sign in' };

const notes: Readonly<Record<string, string>> = {
  ended: 'Your session was ended. Sign in again to go on where you were.',
  reused:
    'Your session was ended because an old sign-in token was used again. If that was not you, change your password.',
};

export default async function SignInPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const { to, why } = await searchParams;
  const note = typeof why === 'string' ? notes[why] : undefined;
  return (
    <SignInFrame>
      <div className="w-full max-w-form border border-rule bg-surface px-5 py-5">
        <h1 className="mb-3">Sign in</h1>
        {note ? (
          <p className="notice mb-3" role="status">
            {note}
          </p>
        ) : null}
        <SignInForm to={ownPath(typeof to === 'string' ? to : undefined)} />
      </div>
    </SignInFrame>
  );
}
