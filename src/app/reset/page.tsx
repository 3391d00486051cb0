import type { Metadata } from 'next';
import { DoorBox } from '@/ui/sign-in/door-box';
import { Reset } from '@/ui/sign-in/reset';

export const metadata: Metadata = { title: 'New password' };

/** Holds nothing of anybody's: for whom the link is, is asked by the browser, which alone knows its secret. */
export default function ResetPage() {
  return (
    <DoorBox title="New password">
      <Reset />
    </DoorBox>
  );
}
