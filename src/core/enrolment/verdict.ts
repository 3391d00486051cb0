import { type FaultCode, faults } from '../faults';
import { accountTitles } from './accounts';
import type { AccountFinding } from './logins';
import { writtenFingerprint } from './ways';

/** What is known of a device after somebody asked what is wrong with it. */
export interface Examined {
  readonly address: string;
  readonly port: number;
  /** The confirmed certificate; null where there is none. */
  readonly pin: string | null;
  readonly faultCode: FaultCode | null;
  readonly faultReason: string | null;
  readonly shownPin: string | null;
  readonly clockSkewSeconds: number | null;
  readonly missingPolicies: readonly string[] | null;
  /** Of the accounts beside the one that reads; null: nobody has looked. */
  readonly otherAccounts: readonly AccountFinding[] | null;
}

/** How far a clock may be off before log times mislead, in seconds. */
const rightClockSeconds = 5;

/** What is wrong, the worst first, each in a sentence; none: the connection works. */
export function verdicts(of: Examined): string[] {
  if (of.faultCode !== null) return [faultVerdict(of, of.faultCode)];
  const { missingPolicies: missing, clockSkewSeconds: skew, otherAccounts: others } = of;
  return [
    ...(missing === null || missing.length === 0 ? [] : [`Policy missing: ${missing.join(', ')}.`]),
    ...(others ?? []).flatMap(findingVerdict),
    ...(skew === null || Math.abs(skew) <= rightClockSeconds ? [] : [`Clock off by ${written(skew)} s.`]),
  ];
}

/** "The account that writes: login refused." */
function findingVerdict({ account, faultCode, missing }: AccountFinding): string[] {
  const title = `The ${accountTitles[account]}`;
  if (faultCode === 'loginRefused') return [`${title}: login refused.`];
  if (faultCode !== null) return [`${title} could not be tried: ${faults[faultCode].title.toLowerCase()}.`];
  if (missing === null) return [`${title} signs in; which policies it has, the router does not tell.`];
  return missing.length === 0 ? [] : [`${title}: policy missing: ${missing.join(', ')}.`];
}

function faultVerdict({ address, port, pin, shownPin, faultReason }: Examined, code: FaultCode): string {
  const shown = shownPin === null ? null : writtenFingerprint(shownPin);
  switch (code) {
    case 'unreachable':
      return `Unreachable: ${address} port ${port}${faultReason === null ? '' : `, ${faultReason}`}.`;
    case 'certificateDiffers':
      return `Certificate differs: confirmed is ${pin === null ? 'none' : writtenFingerprint(pin)}, shown is ${shown ?? 'another'}.`;
    case 'notConfirmed':
      return `Certificate not confirmed: shown is ${shown ?? 'not known yet'}.`;
    case 'loginRefused':
      return 'Login refused.';
    case 'notPermitted':
      return 'Policy missing: read.';
    default:
      return `${faults[code].title}: ${faults[code].advice}`;
  }
}

const written = (seconds: number): string => (seconds < 0 ? `−${-seconds}` : String(seconds));
