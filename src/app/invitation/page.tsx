import type { Metadata } from 'next';
import { DoorBox } from '@/ui/sign-in/door-box';
import { Invitation } from '@/ui/sign-in/invitation';

export const metadata: Metadata = { title: 'Invitation' };

/** Holds nothing of anybody's: what the link is for is asked by the browser, which alone knows its secret. */
export default function InvitationPage() {
  return (
    <DoorBox title="Invitation to Routeward">
      <Invitation />
    </DoorBox>
  );
}
