import { changesIn, sentenceOf } from '@/core/audit/sentence';
import { eventTitle } from '@/core/events';
import { millisecond, roleTitle } from '@/core/shown/format';
import { CopyButton } from '../controls/copy-button';
import { Link } from '../link';
import type { AuditEntryDetail } from '../live/views';
import { auditAddress, entryAddress } from './filter';

/** One entry whole: as a sentence, as facts, as what changed, with what belongs to it, and with all that checks it. */
export function EntryDetail({ entry }: { readonly entry: AuditEntryDetail }) {
  const { body, related } = entry;
  return (
    <div className="entry">
      <p className="entry-sentence">{sentenceOf(entry)}</p>
      <Facts entry={entry} />
      <Changes body={body} />
      <section aria-label="Related entries">
        <h2>Belongs to the same case</h2>
        {related.length === 0 ? (
          <p className="text-ink-2">
            Nothing else of the same request or run, and nothing to the same thing in the hour around.
          </p>
        ) : (
          <ul className="entry-related">
            {related.map((one) => (
              <li key={one.id}>
                <Link href={entryAddress(one)}>
                  <time dateTime={one.at} className="mono">
                    {millisecond(one.at)}
                  </time>{' '}
                  {one.actor.name ?? one.actor.kind} {eventTitle(one.event)}
                </Link>{' '}
                <Outcome outcome={one.outcome} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <Proof entry={entry} />
    </div>
  );
}

const isBad = (outcome: AuditEntryDetail['outcome']): boolean => ['refused', 'failed', 'unknown'].includes(outcome);

export function Outcome({ outcome }: { readonly outcome: AuditEntryDetail['outcome'] }) {
  return <span className={isBad(outcome) ? 'badge badge-fail' : 'badge'}>{outcome}</span>;
}

function Facts({ entry }: { readonly entry: AuditEntryDetail }) {
  const { at, id, event, outcome, actor, customer, target, targetId, address, otherAddress, agent, requestId } = entry;
  const found = (words: string | null, token: string | null) =>
    words === null || token === null ? null : <Link href={auditAddress({ q: token })}>{words}</Link>;
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    ['Outcome', <Outcome key="outcome" outcome={outcome} />],
    ['Action', found(event, `event:${event}`)],
    ['When', <time key="at" dateTime={at} className="mono">{`${at.slice(0, 10)} ${at.slice(11, 26)} UTC`}</time>],
    [
      'Actor',
      <span key="actor">
        {found(actor.name ?? actor.kind, actor.id === null ? `actor:${actor.kind}` : `actor:${actor.id}`)}
        {actor.role === null ? '' : `, ${roleTitle(actor.role)} at that time`}
      </span>,
    ],
    ['Customer', customer === null ? 'none' : found(customer, `customer:${customer}`)],
    ['Target', found(target, targetId === null ? null : `target:${targetId}`)],
    ['From', found(address, address === null || !/[.:]/.test(address) ? null : `address:${address}`) ?? address],
    ['Also from', otherAddress],
    ['Agent', agent],
    ['Request', found(requestId, requestId === null ? null : `request:${requestId}`)],
    ['Signed-in session', entry.signIn],
    ['Done for', entry.because],
    [
      'Entry',
      <span key="id" className="mono">
        {id}
      </span>,
    ],
  ];
  return (
    <dl className="facts">
      {rows
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Changes({ body }: { readonly body: string }) {
  const changes = changesIn(body);
  if (changes.length === 0) return null;
  return (
    <section aria-label="What changed">
      <h2>What changed</h2>
      <dl className="entry-diff">
        {changes.map(({ name, before, after }) => (
          <div key={name}>
            <dt>{name === 'value' ? 'before and after' : name}</dt>
            {before === null ? null : (
              <dd className="diff-before">
                <span className="sr-only">before: </span>
                <del>{before}</del>
              </dd>
            )}
            {after === null ? null : (
              <dd className="diff-after">
                <span className="sr-only">after: </span>
                <ins>{after}</ins>
              </dd>
            )}
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The shell's own words: whoever checks a log should not have to believe a page of it. */
const checkBy = (salt: string): string => `{ printf '\\0'; printf %s ${salt} | xxd -r -p; cat body.json; } | sha256sum`;

function Proof({ entry: { body, salt, leaf, personal, personalHash } }: { readonly entry: AuditEntryDetail }) {
  return (
    <section aria-label="The entry as it is stored">
      <div className="entry-head">
        <h2>As it is stored</h2>
        <CopyButton text={body} label="the exact body" />
      </div>
      <Text name="The exact body">{body}</Text>
      <dl className="facts">
        <dt>Salt</dt>
        <dd className="mono break-all">{salt}</dd>
        <dt>Leaf</dt>
        <dd className="mono break-all">{leaf}</dd>
        <dt>Side row’s hash</dt>
        <dd className="mono break-all">{personalHash}</dd>
      </dl>
      <details>
        <summary className="py-2">How to check it by hand</summary>
        <p className="max-w-prose">
          The leaf is the SHA-256 of a zero byte, the salt and the body. Copy the body into <code>body.json</code>,
          without a line break at its end, and compare what this prints with the leaf:
        </p>
        <div className="entry-head">
          <Text name="The command">{checkBy(salt)}</Text>
          <CopyButton text={checkBy(salt)} label="the command" />
        </div>
        {personal === null ? (
          <p>The side row, with name, address and agent, was erased. The entry still checks.</p>
        ) : (
          <>
            <p className="max-w-prose">
              The side row holds name, address and agent. The same with its own salt gives the side row’s hash:
            </p>
            <div className="entry-head">
              <Text name="The side row">{personal.body}</Text>
              <CopyButton text={personal.body} label="the side row" />
            </div>
            <p className="mono break-all">salt {personal.salt}</p>
          </>
        )}
      </details>
    </section>
  );
}

function Text({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="entry-body" tabIndex={0} aria-label={name}>
      <pre>{children}</pre>
    </section>
  );
}
