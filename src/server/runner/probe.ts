import { admit } from '@/core/actions/admit';
import { probe, readProbe } from '@/core/actions/internal';
import { faults } from '@/core/faults';
import type { Tried } from '../db/probe-work';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';

type Fields = Readonly<Record<string, string>>;

/** A probe is small: whoever needs longer is not well. */
const deadlineMs = 8_000;

/**
 * Asks a router who it is and how busy; the round trip is that of the last question, when the connection stands. Null:
 * nothing was tried, because it failed just now. Throws what is not the router's doing.
 */
export async function askHowItIs(
  routers: Routers,
  target: RouterTarget,
  { version, signal }: { version: string | null; signal: AbortSignal },
): Promise<Omit<Tried, 'device'> | null> {
  try {
    const answers: Fields[][] = [];
    let roundTripMs = 0;
    for (const sentence of probe(version)) {
      const rows: Fields[] = [];
      let sentAt = 0;
      await routers.read(target, sentence, {
        deadlineMs,
        signal,
        onSent: () => {
          sentAt = performance.now();
        },
        onRow: (fields) => rows.push(admit(sentence.reply, fields)),
      });
      roundTripMs = Math.round((performance.now() - sentAt) * 100) / 100;
      answers.push(rows);
    }
    const { identity, model, version: found, cpuPercent, uptimeSeconds } = readProbe(answers);
    return { ...nothing, faultCode: null, identity, model, version: found, cpuPercent, uptimeSeconds, roundTripMs };
  } catch (error) {
    if (!(error instanceof RouterFault)) throw error;
    return error.code === 'waiting' || error.code === 'busy' || error.code === 'stopped' ? null : failed(error);
  }
}

export const failed = ({ code, reason, shownPin }: RouterFault): Omit<Tried, 'device'> => ({
  ...nothing,
  faultCode: code,
  // Node has longer words for some of its own.
  faultReason: reason !== null && /^[A-Z0-9_]{1,64}$/.test(reason) ? reason : null,
  shownPin,
});

const nothing = {
  identity: null,
  model: null,
  version: null,
  cpuPercent: null,
  uptimeSeconds: null,
  roundTripMs: null,
  faultReason: null,
  shownPin: null,
  capabilities: null,
  examinedAt: null,
  examined: null,
};

/** Whether a second try a moment later could go differently: one lost packet is no outage. */
export const isWorthAnotherTry = (code: Tried['faultCode']): boolean =>
  code !== null && (!faults[code].isBreaking || code === 'unreachable');
