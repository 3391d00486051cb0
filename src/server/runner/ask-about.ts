import { admit } from '@/core/actions/admit';
import { lookupSentences } from '@/core/actions/lookup';
import type { FaultCode } from '@/core/faults';
import { type Hit, hitIn } from '@/core/lookup/hits';
import type { Subject } from '@/core/lookup/subject';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';

/** One VLAN may have a thousand hosts; whoever looks for one of them has its MAC. */
const mostHits = 50;

/**
 * Reads every table of a router in which the subject may stand, and gives what was found. A table that its RouterOS does
 * not have is no fault; any other fault is given beside what was found elsewhere. Throws what is not the router's doing.
 */
export async function askAbout(
  routers: Routers,
  target: RouterTarget,
  { subject, signal }: { readonly subject: Subject; readonly signal: AbortSignal },
): Promise<{ readonly hits: readonly Hit[]; readonly fault: FaultCode | null }> {
  const hits: Hit[] = [];
  const reading = lookupSentences(subject).map(({ source, sentence }) =>
    routers.read(target, sentence, {
      signal,
      // Whoever speaks to one router goes first.
      isPatient: true,
      onRow: (fields) => {
        const hit = hitIn(subject, source, admit(sentence.reply, fields));
        if (hit !== null && hits.length < mostHits) hits.push(hit);
      },
    }),
  );
  const codes = (await Promise.allSettled(reading)).flatMap((end): FaultCode[] => {
    if (end.status === 'fulfilled') return [];
    if (!(end.reason instanceof RouterFault)) throw end.reason;
    return end.reason.code === 'unsupported' ? [] : [end.reason.code];
  });
  // Once a connection has failed the others only say that they wait.
  return { hits, fault: codes.find((code) => code !== 'waiting') ?? codes[0] ?? null };
}
