import { headers } from 'next/headers';
import { Link } from '@/ui/link';
import { FreshRefusal } from '@/ui/refusal/fresh-refusal';
import { Trouble } from '@/ui/refusal/trouble';
import { ConsolePage } from './console-page';

export default async function NotFound() {
  const asked = await headers();
  const path = asked.get('x-routeward-path') ?? '/';
  const [, thing] = /^\/(device|session)s\//.exec(path) ?? [];
  const sentence = `no such ${thing ?? 'page'}`;
  return (
    <ConsolePage scope={null} at="" line={null}>
      <title>Not found · Routeward</title>
      <FreshRefusal path={path} />
      <Trouble status="404" title="Not found" sentence={sentence} requestId={asked.get('x-request-id')}>
        <p>It does not exist, or it belongs to a customer that is not in your scope.</p>
        <p>
          <Link href="/devices">All my devices</Link>
        </p>
      </Trouble>
    </ConsolePage>
  );
}
