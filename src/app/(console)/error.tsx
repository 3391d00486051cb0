'use client';

import { PlainFrame } from '@/ui/frame/plain-frame';
import { FailedPage } from '@/ui/refusal/failed-page';

export default function ConsoleError(props: {
  readonly error: Error & { digest?: string };
  readonly retry: () => void;
}) {
  return (
    <PlainFrame>
      <FailedPage {...props} />
    </PlainFrame>
  );
}
