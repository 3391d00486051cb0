import { cookies } from 'next/headers';
import { cache, type ReactNode } from 'react';
import { caller } from '@/server/api/caller';
import { Frame } from '@/ui/frame/frame';
import { preferencesCookie, readPreferences } from '@/ui/preferences';
import type { RestLine } from '@/ui/rest-line';

/** Asked once per request, however many parts of the page need it. */
export const readShell = cache(async () => (await caller()).api.shell());

interface ConsolePageProps {
  /** The slug of the customer the page is about; `null` is "All my customers". */
  readonly scope: string | null;
  readonly at:
    | '/devices'
    | '/sites'
    | '/alarms'
    | '/search'
    | '/sessions'
    | '/bulk'
    | '/actions'
    | '/templates'
    | '/changes'
    | '/jobs'
    | '/customers'
    | '/people'
    | '/audit'
    | '/account'
    | '/settings'
    | '/security'
    | '';
  readonly line: RestLine | null;
  /** Something on the page can change a router. */
  readonly isWriting?: boolean;
  readonly children: ReactNode;
}

/** A page in the console's frame, for whoever is signed in. */
export async function ConsolePage({ scope, at, line, isWriting = false, children }: ConsolePageProps) {
  const shell = await readShell();
  const preferences = readPreferences((await cookies()).get(preferencesCookie)?.value);
  const customer = shell.customers.find(({ slug }) => slug === scope) ?? null;
  return (
    <Frame shell={shell} scope={customer} at={at} line={line} isWriting={isWriting} preferences={preferences}>
      {children}
    </Frame>
  );
}
