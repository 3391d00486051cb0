import type { ReactNode } from 'react';
import { PlainFrame } from '../frame/plain-frame';

/** The one box on a page for strangers. */
export function DoorBox({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <PlainFrame>
      <div className="mx-auto mt-[10vh] mb-8 w-[calc(100%-32px)] max-w-form border border-rule bg-surface px-5 py-5">
        <h1 className="mb-3">{title}</h1>
        {children}
      </div>
    </PlainFrame>
  );
}
