import { auditEvents, eventCategory, eventTitle, outcomes } from '@/core/events';
import { Link } from '../link';
import { type AuditFilter, auditAddress } from './filter';

const categories = [
  ['access', 'Sign-in'],
  ['case', 'Sessions'],
  ['read', 'Reads'],
  ['change', 'Changes'],
  ['system', 'System'],
] as const;

/** What the log can be narrowed by, as links: a filter is an address one can keep. */
export function Facets({ filter }: { readonly filter: AuditFilter }) {
  const { outcome, event } = filter;
  return (
    <>
      <h3>Outcome</h3>
      <ul>
        <Facet words="any" href={auditAddress(event ? { event } : {})} current={outcome === undefined} />
        {outcomes.map((word) => (
          <Facet
            key={word}
            words={word}
            href={auditAddress({ outcome: word, ...(event ? { event } : {}) })}
            current={outcome === word}
          />
        ))}
      </ul>
      <h3>Event</h3>
      <ul>
        <Facet words="any" href={auditAddress(outcome ? { outcome } : {})} current={event === undefined} />
      </ul>
      {categories.map(([category, title]) => (
        <div key={category}>
          <h3>{title}</h3>
          <ul>
            {auditEvents
              .filter((word) => eventCategory(word) === category)
              .map((word) => (
                <Facet
                  key={word}
                  words={eventTitle(word)}
                  href={auditAddress({ ...(outcome ? { outcome } : {}), event: word })}
                  current={event === word}
                />
              ))}
          </ul>
        </div>
      ))}
    </>
  );
}

interface FacetProps {
  readonly words: string;
  readonly href: string;
  readonly current: boolean;
}

function Facet({ words, href, current }: FacetProps) {
  return (
    <li>
      <Link className="facet" href={href} {...(current ? { 'aria-current': 'true' as const } : {})}>
        {words}
      </Link>
    </li>
  );
}
