import { admit } from '@/core/actions/admit';
import { clockSkewSeconds, examination } from '@/core/actions/internal';
import type { Sentence } from '@/core/actions/sentence';
import type { Tried } from '../db/probe-work';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';
import { askHowItIs, failed } from './probe';

const deadlineMs = 8_000;

/** What a device whose certificate nobody has confirmed shows; nothing is said to it. */
export async function lookAt(
  routers: Routers,
  at: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<Omit<Tried, 'device'> | null> {
  try {
    const shownPin = await routers.look(at, signal);
    return failed(new RouterFault('notConfirmed', 'nobody has confirmed the certificate', { shownPin }));
  } catch (error) {
    if (!(error instanceof RouterFault)) throw error;
    return error.code === 'stopped' || error.code === 'busy' ? null : failed(error);
  }
}

let lastExamination = 0;

/**
 * Asks a router how it is over a connection of its own, however often it failed before, and what only somebody who enrols it
 * wants to know: is its clock right, and may the account do what reads need? Null: it was stopped.
 */
export async function examine(
  routers: Routers,
  target: RouterTarget,
  { version, signal }: { version: string | null; signal: AbortSignal },
): Promise<Omit<Tried, 'device'> | null> {
  lastExamination += 1;
  const own = { ...target, key: `${target.key} examined ${lastExamination}` };
  try {
    return await examined(routers, own, { version, signal });
  } finally {
    // Routers count who is signed in.
    routers.release(own);
  }
}

async function examined(
  routers: Routers,
  own: RouterTarget,
  { version, signal }: { version: string | null; signal: AbortSignal },
): Promise<Omit<Tried, 'device'> | null> {
  const found = await askHowItIs(routers, own, { version, signal });
  // Without the policy `read` it fails as `notPermitted`, which says it all.
  if (found === null || found.faultCode !== null) return found;
  const { clock, ping } = examination();
  const time = await ask(routers, own, { sentence: clock, signal });
  const pinged = await ask(routers, own, { sentence: ping, signal });
  const missingPolicies = [...(time.isForbidden ? ['read'] : []), ...(pinged.isForbidden ? ['test'] : [])];
  return { ...found, examined: { clockSkewSeconds: clockSkewSeconds(time.fields, Date.now()), missingPolicies } };
}

/** What is refused for want of a policy says so; any other failure is for the next probe to tell. */
async function ask(
  routers: Routers,
  target: RouterTarget,
  { sentence, signal }: { sentence: Sentence; signal: AbortSignal },
): Promise<{ readonly fields: Readonly<Record<string, string>>; readonly isForbidden: boolean }> {
  let fields: Readonly<Record<string, string>> = {};
  const onRow = (row: Readonly<Record<string, string>>) => {
    fields = admit(sentence.reply, row);
  };
  try {
    await routers.read(target, sentence, { deadlineMs, signal, onRow });
    return { fields, isForbidden: false };
  } catch (error) {
    if (!(error instanceof RouterFault)) throw error;
    return { fields, isForbidden: error.code === 'notPermitted' };
  }
}
