import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { isSetUp } from '@/server/api/set-up';
import type { SearchParams } from '@/ui/devices/filter';
import { DoorBox } from '@/ui/sign-in/door-box';
import { ownPath } from '@/ui/sign-in/own-path';
import { SignInForm } from '@/ui/sign-in/sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  // A database that is away is no reason to believe that nobody is here.
  if (!(await isSetUp().catch(() => true))) redirect('/setup');
  const { to } = await searchParams;
  return (
    <DoorBox title="Sign in">
      <SignInForm to={ownPath(typeof to === 'string' ? to : undefined)} />
    </DoorBox>
  );
}
