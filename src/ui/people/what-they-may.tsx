import { useId } from 'react';
import type { Role } from '@/core/access';
import { abilitiesOf, reachOf } from './abilities';

interface WhatTheyMayProps {
  /** A name or an e-mail address; empty while nothing is typed. */
  readonly who: string;
  readonly role: Role;
  /** Slugs. */
  readonly customers: readonly string[];
}

/** What a role comes to, read from the very table that every request is measured by. */
export function WhatTheyMay({ who, role, customers }: WhatTheyMayProps) {
  const id = useId();
  const abilities = abilitiesOf(role);
  return (
    <section className="abilities" aria-labelledby={id}>
      <h3 id={id} className="break-words">
        What <bdi>{who === '' ? 'they' : who}</bdi> will be able to do
      </h3>
      <p className="text-ink-2">{reachOf(role, customers)}</p>
      <div className="abilities-lists">
        <AbilityList title="May" abilities={abilities.may} />
        <AbilityList title="May not" abilities={abilities.mayNot} />
      </div>
    </section>
  );
}

function AbilityList({ title, abilities }: { readonly title: string; readonly abilities: readonly string[] }) {
  const id = useId();
  return (
    <div>
      <h4 id={id} className="font-semibold">
        {title}
      </h4>
      {abilities.length === 0 ? (
        <p className="text-ink-2">nothing that there is</p>
      ) : (
        <ul aria-labelledby={id}>
          {abilities.map((ability) => (
            <li key={ability}>{ability}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
