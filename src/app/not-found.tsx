import { headers } from 'next/headers';
import { PlainFrame } from '@/ui/frame/plain-frame';
import { Link } from '@/ui/link';
import { Trouble } from '@/ui/refusal/trouble';

/** An address that no page has. It says nothing about who is signed in. */
export default async function NoSuchPage() {
  return (
    <PlainFrame>
      <title>Not found · Routeward</title>
      <Trouble status="404" title="Not found" sentence="no such page" requestId={(await headers()).get('x-request-id')}>
        <p>
          <Link href="/devices">All my devices</Link>
        </p>
      </Trouble>
    </PlainFrame>
  );
}
