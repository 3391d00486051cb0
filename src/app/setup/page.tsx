import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { isSetUp } from '@/server/api/set-up';
import { Setup } from '@/ui/setup/setup';
import { DoorBox } from '@/ui/sign-in/door-box';

export const metadata: Metadata = { title: 'Set up' };

export default async function SetupPage() {
  // Without its database nobody can set it up either; the sign-in page says what is wrong.
  if (await isSetUp().catch(() => true)) redirect('/login');
  return (
    <DoorBox title="Set up Routeward">
      <Setup />
    </DoorBox>
  );
}
