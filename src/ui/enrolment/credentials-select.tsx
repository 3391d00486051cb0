'use client';

import { useState } from 'react';
import type { CredentialSet } from './enrolment';

/** What stands for "no credentials" in a select: its empty value is the choice that nobody has made. */
export const none = 'none';

/** What is chosen, as the API takes it. */
export const credentialsOf = (value: string): string | null => (value === none || value === '' ? null : value);

interface Choice {
  /** Of the select: an id, `none`, or empty while nobody has chosen. */
  readonly value: string;
  readonly choose: (value: string) => void;
  readonly credentials: string | null;
}

/**
 * Which credentials a form is sent with. Those that were just kept are chosen, or the only ones there are; between several
 * a person chooses, for the wrong account would be sent to a router.
 */
export function useCredentialsChoice(sets: readonly CredentialSet[], kept: string | null): Choice {
  const [chosen, choose] = useState<string | null>(null);
  const [only] = sets.length === 1 ? sets.map(({ id }) => id) : [];
  const value = chosen ?? sets.find(({ id }) => id === kept)?.id ?? only ?? (sets.length === 0 ? none : '');
  return { value, choose, credentials: credentialsOf(value) };
}

interface CredentialsSelectProps {
  readonly sets: readonly Pick<CredentialSet, 'id' | 'name'>[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export const CredentialsSelect = ({ sets, value, onChange }: CredentialsSelectProps) => (
  <label className="grid min-w-0 content-start gap-1">
    Credentials
    <select className="field w-full" required value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {value === '' ? <option value="">Choose…</option> : null}
      {sets.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
      <option value={none}>None for now</option>
    </select>
  </label>
);
