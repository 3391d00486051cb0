import { headers } from 'next/headers';
import { Link } from '@/ui/link';
import { FreshRefusal } from '@/ui/refusal/fresh-refusal';
import { refusalOf } from '@/ui/refusal/refusal';
import { Trouble } from '@/ui/refusal/trouble';
import { ConsolePage, readShell } from './console-page';

export default async function Forbidden() {
  const asked = await headers();
  const path = asked.get('x-routeward-path') ?? '/';
  const { me } = await readShell();
  const { sentence, grant } = refusalOf(path, me.role);
  return (
    <ConsolePage scope={null} at="" line={null}>
      <title>Refused · Routeward</title>
      <FreshRefusal path={path} />
      <Trouble status="403" title="Refused" sentence={sentence} requestId={asked.get('x-request-id')}>
        <p>{grant}</p>
        <p>This attempt was recorded in the audit log. Nothing was shown and nothing was changed.</p>
        <p>
          <Link href="/devices">All my devices</Link>
        </p>
      </Trouble>
    </ConsolePage>
  );
}
