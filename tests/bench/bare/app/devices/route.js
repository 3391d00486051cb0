import { listing } from '../../listing';

export const dynamic = 'force-dynamic';

// Not before it is asked for: Next opens this file while it builds, too.
let list = null;

export async function GET(request) {
  list ??= listing();
  const found = await list(request.headers.get('authorization') ?? '');
  if (found === null) return new Response(null, { status: 401 });
  return new Response(found, { headers: { 'content-type': 'application/json' } });
}
