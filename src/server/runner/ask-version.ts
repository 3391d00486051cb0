import { admit } from '@/core/actions/admit';
import { probe, readProbe } from '@/core/actions/internal';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';

/** `7.20.8`, of a router that was never asked how it is: what may be said to it depends on that. Throws RouterFault. */
export async function askVersion(
  target: RouterTarget,
  { routers, signal }: { readonly routers: Routers; readonly signal: AbortSignal },
): Promise<string> {
  const answers: Readonly<Record<string, string>>[][] = [];
  for (const [index, sentence] of probe(null).entries()) {
    const rows: Readonly<Record<string, string>>[] = [];
    answers[index] = rows;
    await routers.read(target, sentence, { signal, onRow: (fields) => rows.push(admit(sentence.reply, fields)) });
  }
  const { version } = readProbe(answers);
  if (version === null) throw new RouterFault('malformed', 'The router does not say which RouterOS it runs.');
  return version;
}
