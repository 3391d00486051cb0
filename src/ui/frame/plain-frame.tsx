import type { ReactNode } from 'react';
import { Clock } from './clock';

/** The frame for people who are not signed in (yet): no scope, no navigation, nothing of anybody's. */
export function PlainFrame({ children }: { readonly children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[5px_44px_1fr]">
      <div className="bg-tenant" />
      <header className="flex items-center justify-between border-b border-rule bg-surface px-3">
        <span className="text-base font-bold">Routeward</span>
        <Clock renderedAt={new Date().toISOString()} />
      </header>
      <main>{children}</main>
    </div>
  );
}
