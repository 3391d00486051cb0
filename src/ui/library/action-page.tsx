import { roleTitles } from '@/core/access';
import { areas } from '@/core/actions/define';
import type { ToldAction } from '@/core/library/told-action';
import { Link } from '../link';
import { costWordsOf } from './cost-words';
import { EffectBadge } from './effect-badge';
import { Lines, Parameters } from './sections';
import './library.css';

/** One entry of the catalogue, read aloud: what it does and does not do, what it says per version, who may. */
interface ActionPageProps {
  readonly action: ToldAction;
  /** Where it is begun; null: it is not, by this person or not yet by anybody. */
  readonly begin: string | null;
}

export function ActionPage({ action, begin }: ActionPageProps) {
  const isRead = action.effect === 'read';
  return (
    <div className="library">
      <p className="text-ink-2">
        <Link href="/actions">Action library</Link> ·{' '}
        <Link href={`/actions?area=${action.area}`}>{areas[action.area]}</Link>
      </p>
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h1>{action.title}</h1>
        <EffectBadge effect={action.effect} />
        <span className="mono text-ink-2">{action.id}</span>
        <span className="text-ink-2">{costWordsOf(action.cost)}</span>
      </div>
      <p>{action.purpose}</p>
      {begin === null ? null : (
        <p>
          <Link className="button button-primary" href={begin}>
            Choose a device
          </Link>
        </p>
      )}
      {action.warns === null ? null : <p className="notice">{action.warns}</p>}
      <Lines title="What it does not do" lines={action.limits} />
      <Parameters parameters={action.parameters} />
      <Lines title="Of parameters together" lines={action.rules} isNamed />
      <Sentences action={action} />
      <Lines title="Before it runs" lines={action.needed} />
      <Lines title="Refused by the preview when" lines={action.refusedWhen} />
      <Lines title="Raises the risk" lines={action.raised} />
      <Lines title="How one sees that it worked" lines={[action.verified]} />
      <Lines title="How it is undone" lines={action.undone === null ? [] : [action.undone]} />
      <Lines
        title="Who may"
        lines={[
          `${action.mayRun.map((role) => roleTitles[role].title).join(', ')}${
            isRead ? '.' : ', directly; Operators by published templates. A W3 takes a second person.'
          }`,
        ]}
      />
    </div>
  );
}

/** `6 and 7`, `7`, `6`, `from 7.18`, `7 to 7.12`: an end that is all of a major version is that version. */
function versionWords(since: string, until: string): string {
  if (since === '6' && until === '7.99') return '6 and 7';
  if (`${since}.99` === until) return since;
  return until === '7.99' ? `from ${since}` : `${since} to ${until.replace(/\.99$/, '')}`;
}

function Sentences({ action: { says, around } }: { readonly action: ToldAction }) {
  return (
    <section aria-label="What is said to the router">
      <h2>What is said to the router</h2>
      {says.length === 0 ? <p>The steps of the template, each compiled by itself.</p> : null}
      <ul className="library-says">
        {says.map(({ since, until, line, only }) => (
          <li key={`${since} ${line} ${only}`}>
            <span className="text-ink-2">
              RouterOS {versionWords(since, until)}
              {only === null ? '' : ` · ${only}`}
            </span>
            <code>
              <Line line={line} />
            </code>
          </li>
        ))}
      </ul>
      {around.length === 0 ? null : (
        <p className="text-ink-2">
          To find the row, and to undo it: <span className="mono">{around.join(', ')}</span>
        </p>
      )}
    </section>
  );
}

/** What stands in `<name>` is not real yet: a value takes its place. */
function Line({ line }: { readonly line: string }) {
  return line.split(/(<[^>]+>)/).map((part, place) =>
    part.startsWith('<') ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line never changes, and a value may stand in it twice
      <span key={place} className="text-proposed">
        {part}
      </span>
    ) : (
      part
    ),
  );
}
