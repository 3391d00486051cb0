import type { FindingState } from '@/core/security-claims';
import { day, minute } from '@/core/shown/format';
import { Link } from '../link';

interface SecurityPageProps {
  readonly claims: readonly { readonly claim: string; readonly title: string; readonly text: string }[];
  readonly contact: { readonly contact: string; readonly expires: string } | null;
  /** Null for those who do not see into the system. */
  readonly checked: {
    readonly findings: readonly { readonly claim: string; readonly state: FindingState; readonly words: string }[];
    readonly checkedAt: string;
  } | null;
}

const states = {
  holds: { words: 'holds', className: 'badge badge-ok' },
  fails: { words: 'look here', className: 'badge badge-fail' },
  unknown: { words: 'unknown', className: 'badge' },
} as const satisfies Record<FindingState, { words: string; className: string }>;

/** What the product says of its security, and beside each claim what was found a moment ago. */
export function SecurityPage({ claims, contact, checked }: SecurityPageProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: for most people nothing in it takes the focus, and it scrolls
    <section className="grid gap-6 px-4 py-3.5" tabIndex={0} aria-label="Security claims">
      <div>
        <h1>Security</h1>
        <p className="mt-1 max-w-[75ch] text-ink-2">
          {checked
            ? `What this product claims, and what was found when the running system was looked at: ${minute(checked.checkedAt)} UTC. Reload to look again.`
            : 'What this product claims. A Super Admin sees beside it what is found in the running system.'}
        </p>
      </div>
      <Contact contact={contact} isEditable={checked !== null} />
      {claims.map(({ claim, title, text }) => (
        <section key={claim} aria-labelledby={`claim-${claim}`}>
          <h2 id={`claim-${claim}`} className="mb-2">
            {title}
          </h2>
          <div className="grid gap-2 border-y border-rule bg-surface px-3 py-2">
            <p className="max-w-[75ch]">{text}</p>
            {checked === null ? null : (
              <ul className="grid gap-1">
                {checked.findings
                  .filter((finding) => finding.claim === claim)
                  .map(({ state, words }) => (
                    <li key={words} className="flex flex-wrap items-baseline gap-x-2 border-t border-rule pt-1">
                      <span className={states[state].className}>{states[state].words}</span>
                      <span className="min-w-0 break-words">{words}</span>
                    </li>
                  ))}
              </ul>
            )}
          </div>
        </section>
      ))}
    </section>
  );
}

interface ContactProps extends Pick<SecurityPageProps, 'contact'> {
  readonly isEditable: boolean;
}

function Contact({ contact, isEditable }: ContactProps) {
  return (
    <section aria-labelledby="contact">
      <h2 id="contact" className="mb-2">
        Security contact
      </h2>
      <div className="grid gap-1 border-y border-rule bg-surface px-3 py-2">
        {contact ? (
          <p>
            Found a hole? <a href={contact.contact}>{contact.contact.replace(/^mailto:/, '')}</a>, published at{' '}
            <span className="mono">/.well-known/security.txt</span> until{' '}
            <time dateTime={contact.expires}>{day(contact.expires)}</time>.
          </p>
        ) : (
          <p>No contact is named here yet, so nothing is published at /.well-known/security.txt.</p>
        )}
        {isEditable ? (
          <p>
            <Link href="/settings">Change it in Settings</Link>
          </p>
        ) : null}
      </div>
    </section>
  );
}
