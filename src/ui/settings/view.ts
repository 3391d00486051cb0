import type { SettingName, SettingValue } from '@/core/configuration/settings';
import type { ChangeState, KeyLevel } from '@/core/key-levels';

/** One field of a form, as the page hands it to the browser: the schemas stay on the server. */
export interface Field {
  readonly name: SettingName;
  readonly title: string;
  readonly kind: 'text' | 'number' | 'list' | 'secret' | 'choice';
  readonly value: string;
  /** What holds where nothing is typed; empty where nothing does. */
  readonly usual: string;
  readonly hint: string | null;
  readonly isSet: boolean;
  /** Saving it as it is says something too: that it still holds. */
  readonly isRenewed: boolean;
}

export interface SectionView {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly holdsFrom: string;
  readonly fields: readonly Field[];
}

/** How mail and a webhook fared last. */
export interface Fared {
  readonly about: string;
  readonly madeAt: string;
  readonly attempts: number;
  readonly outcome: 'sent' | 'givenUp' | null;
  readonly error: string | null;
  readonly endedAt: string | null;
  readonly waiting: number;
}

export interface WebhookView {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly madeBy: string;
  readonly madeAt: string;
  readonly last: Fared | null;
}

export interface DiskUse {
  readonly database: number;
  readonly families: readonly { readonly family: string; readonly bytes: number }[];
  readonly disk: { readonly free: number; readonly total: number } | null;
}

/** What is shown to whoever connects. */
export interface CertificateView {
  readonly source: 'environment' | 'installed' | 'selfSigned';
  readonly fingerprint: string;
  readonly names: readonly string[];
  readonly issuer: string;
  readonly validFrom: string;
  readonly validTo: string;
}

/** How old a kind of key is. */
export interface KeyAgeView {
  readonly level: KeyLevel;
  readonly since: string | null;
  readonly customer: string | null;
  readonly customers: number | null;
}

/** A key that is being changed, or was last. */
export interface KeyChangeView {
  readonly level: KeyLevel;
  readonly customer: string | null;
  readonly askedAt: string;
  readonly askedBy: string | null;
  readonly state: ChangeState;
  readonly done: number;
  readonly fault: string | null;
}

/** What was typed, as the door takes it; null: back to how it comes. What cannot be read is left for the door to refuse. */
export function typedIn(kind: Field['kind'], text: string): SettingValue | null {
  const typed = kind === 'secret' ? text : text.trim();
  if (typed === '') return null;
  if (kind === 'list') return typed.split(/[\s,]+/);
  // What is no number stays text: NaN would travel as null, and reset what it was to change.
  return kind === 'number' && /^\d+$/.test(typed) ? Number(typed) : typed;
}

/**
 * What a form changes: the fields that differ from what was shown. Mail is saved whole, because a password goes with its
 * server; a secret that nobody typed stays away.
 */
export function changesIn(
  fields: readonly Field[],
  typed: (name: string) => string,
): Partial<Record<SettingName, SettingValue | null>> {
  const isWhole = fields.some(({ kind }) => kind === 'secret');
  const changed = fields.filter(({ name, kind, value, isRenewed }) =>
    kind === 'secret' ? typed(name) !== '' : isWhole || isRenewed || typed(name).trim() !== value,
  );
  return Object.fromEntries(changed.map(({ name, kind }) => [name, typedIn(kind, typed(name))]));
}
