import type { Action } from './define';
import { type Feature, forbidden } from './device-mode';
import { type Need, needs } from './needs';
import { isWithin, versionOf } from './unsupported';

/** What a router can do, as it was asked. Null: it did not say, so nothing is refused for it. */
export interface Capabilities {
  /** `7.20.8` */
  readonly routerOs: string;
  readonly board: string | null;
  /** Names of the packages that are enabled. */
  readonly packages: readonly string[] | null;
  /** Of the account that reads. */
  readonly policies: readonly string[] | null;
  readonly deviceMode: { readonly mode: string; readonly forbids: readonly string[] } | null;
  readonly lacks: readonly Need[];
}

/** What is known of a router of this version: what was asked of it while it ran another one counts no more. */
export const routerOf = (version: string, kept: Capabilities | null): Capabilities =>
  kept?.routerOs === version ? kept : onlyVersion(version);

/** A router of which nothing is known but its version. */
export const onlyVersion = (routerOs: string): Capabilities => ({
  routerOs,
  board: null,
  packages: null,
  policies: null,
  deviceMode: null,
  lacks: [],
});

/** Why this router cannot do it, in words that are read after the action's title; null when nothing is known against it. */
export function cannot(action: Action, { routerOs, policies, deviceMode, lacks }: Capabilities): string | null {
  const version = versionOf(routerOs);
  const inRange = version === null ? [] : action.sentences.filter((form) => isWithin(version, form));
  if (inRange.length === 0 && action.sentences.length > 0) return `not known for RouterOS ${routerOs}`;
  const missing = inRange.map((form) => form.needs);
  const lacking = missing.flatMap((need) => (need !== undefined && lacks.includes(need) ? [need] : []));
  if (lacking.length > 0 && lacking.length === inRange.length) return becauseOf([...new Set(lacking)]);
  // They are those of the account that reads; a write goes through another one.
  const ungranted =
    policies === null || action.effect === 'write'
      ? []
      : action.policies.filter((policy) => !policies.includes(policy));
  if (ungranted.length > 0) return `the account that reads lacks the policy ${ungranted.join(', ')}`;
  if (action.feature !== null && deviceMode !== null && forbids(deviceMode, action.feature))
    return forbidden(deviceMode.mode, action.feature);
  return null;
}

const becauseOf = (lacking: readonly Need[]): string => lacking.map((need) => needs[need].because).join(', and ');

const forbids = ({ forbids: all }: { readonly forbids: readonly string[] }, feature: Feature): boolean =>
  all.includes(feature);
