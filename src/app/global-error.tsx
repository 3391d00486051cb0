'use client';

import '@/ui/style.css';
import { PlainFrame } from '@/ui/frame/plain-frame';
import { FailedPage } from '@/ui/refusal/failed-page';

/** What is left when even the layout cannot be made. */
export default function GlobalError(props: {
  readonly error: Error & { digest?: string };
  readonly retry: () => void;
}) {
  return (
    <html lang="en">
      <body>
        <title>Failed · Routeward</title>
        <PlainFrame>
          <FailedPage {...props} />
        </PlainFrame>
      </body>
    </html>
  );
}
