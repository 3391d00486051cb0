import { admit } from '@/core/actions/admit';
import { accountGroups, clockSkewSeconds, examination, policiesOf, whoAreYou } from '@/core/actions/internal';
import type { Sentence } from '@/core/actions/sentence';
import { neededPolicies } from '@/core/enrolment/accounts';
import type { AccountFinding } from '@/core/enrolment/logins';
import type { FaultCode } from '@/core/faults';
import type { Tried } from '../db/probe-work';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';
import { askCapabilities } from './capabilities';
import { askHowItIs, failed } from './probe';
import type { OtherTarget } from './targets';

type Fields = Readonly<Record<string, string>>;

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

interface How {
  readonly version: string | null;
  readonly signal: AbortSignal;
  /** The accounts beside the one that reads. */
  readonly others: readonly OtherTarget[];
}

/**
 * Asks a router how it is over connections of its own, however often it failed before, and what only somebody who enrols it
 * wants to know: is its clock right, may the account do what reads need, and can the other accounts sign in and do what they
 * are for? Null: it was stopped.
 */
export async function examine(routers: Routers, target: RouterTarget, how: How): Promise<Omit<Tried, 'device'> | null> {
  return await apart(routers, target, (own) => examined(routers, own, how));
}

/** Does it over a connection that nothing else uses, and lets go of it: routers count who is signed in. */
async function apart<T>(routers: Routers, target: RouterTarget, work: (own: RouterTarget) => Promise<T>): Promise<T> {
  lastExamination += 1;
  const own = { ...target, key: `${target.key} examined ${lastExamination}` };
  try {
    return await work(own);
  } finally {
    routers.release(own);
  }
}

async function examined(
  routers: Routers,
  own: RouterTarget,
  { version, signal, others }: How,
): Promise<Omit<Tried, 'device'> | null> {
  const found = await askHowItIs(routers, own, { version, signal });
  // Without the policy `read` it fails as `notPermitted`, which says it all.
  if (found === null || found.faultCode !== null) return found;
  const { clock, ping } = examination();
  const time = await ask(routers, own, { sentence: clock, signal });
  const pinged = await ask(routers, own, { sentence: ping, signal });
  const missingPolicies = [...(time.isForbidden ? ['read'] : []), ...(pinged.isForbidden ? ['test'] : [])];
  const otherAccounts = await examineOthers(routers, own, { others, signal });
  const capabilities = await askCapabilities(routers, own, { ...found, version: found.version ?? '', signal });
  const skew = clockSkewSeconds(time.rows[0] ?? {}, Date.now());
  return { ...found, capabilities, examined: { clockSkewSeconds: skew, missingPolicies, otherAccounts } };
}

/** What the router's own lists say of the accounts, and whether each can sign in. It changes nothing there. */
async function examineOthers(
  routers: Routers,
  own: RouterTarget,
  { others, signal }: Pick<How, 'others' | 'signal'>,
): Promise<AccountFinding[]> {
  if (others.length === 0) return [];
  const { users, groups } = accountGroups();
  const listed = await ask(routers, own, { sentence: users, signal });
  const grouped = await ask(routers, own, { sentence: groups, signal });
  const found: AccountFinding[] = [];
  for (const { account, target } of others) {
    if (target === null) {
      found.push({ account, faultCode: 'noCredentials', missing: null });
      continue;
    }
    const held = policiesOf(target.login.name, listed.rows, grouped.rows);
    const missing = held && neededPolicies[account].filter((policy) => !held.includes(policy));
    const faultCode = await apart(routers, target, (other) => signIn(routers, other, signal));
    found.push({ account, faultCode, missing: faultCode === null ? missing : null });
  }
  return found;
}

/** Null: it signs in. Not to be allowed what is asked afterwards is another matter. */
async function signIn(routers: Routers, target: RouterTarget, signal: AbortSignal): Promise<FaultCode | null> {
  const { fault } = await ask(routers, target, { sentence: whoAreYou(), signal });
  return fault === 'notPermitted' ? null : fault;
}

/** What is refused for want of a policy says so; any other failure is for the next probe to tell. */
async function ask(
  routers: Routers,
  target: RouterTarget,
  { sentence, signal }: { sentence: Sentence; signal: AbortSignal },
): Promise<{ readonly rows: readonly Fields[]; readonly fault: FaultCode | null; readonly isForbidden: boolean }> {
  const rows: Fields[] = [];
  const onRow = (row: Fields) => rows.push(admit(sentence.reply, row));
  try {
    await routers.read(target, sentence, { deadlineMs, signal, onRow });
    return { rows, fault: null, isForbidden: false };
  } catch (error) {
    if (!(error instanceof RouterFault)) throw error;
    return { rows, fault: error.code, isForbidden: error.code === 'notPermitted' };
  }
}
