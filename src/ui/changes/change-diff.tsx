import { quoted } from '@/core/actions/quoted';
import type { ChangeState, Preview, StepAbout } from '@/core/change/change';
import { nounOf } from '@/core/change/effects';
import type { RowChange } from '@/core/change/predict';
import type { Fields } from '@/core/change/step';

interface ChangeDiffProps {
  readonly preview: Preview;
  readonly state: ChangeState;
  readonly device: string;
}

/** What stands on the router and what would stand there, in its own words; and the lines that make it so. */
export function ChangeDiff({ preview, state, device }: ChangeDiffProps) {
  const { steps, lines, changes, inverse } = preview;
  const { word, isProposed } = badgeOf(state);
  return (
    <section aria-labelledby="diff">
      <div className="flex flex-wrap items-center gap-2">
        <h2 id="diff">Change on {device}</h2>
        <span className={isProposed ? 'badge badge-proposed' : 'badge'}>{word}</span>
      </div>
      <DiffOf steps={steps} changes={changes} isProposed={isProposed} />
      <h3>The same as lines, as RouterOS’s terminal would take them</h3>
      <Lines label="The lines of the change" lines={lines} isProposed={isProposed} />
      {inverse.length === 0 ? null : (
        <details>
          <summary className="fold font-medium">How it is taken back</summary>
          <Lines label="Lines that take it back" lines={inverse} isProposed={false} />
        </details>
      )}
    </section>
  );
}

interface DiffOfProps extends Pick<Preview, 'steps' | 'changes'> {
  readonly isProposed: boolean;
}

/** The rows alone. */
export const DiffOf = ({ steps, changes, isProposed }: DiffOfProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
  <section className="diff" tabIndex={0} aria-label="Rows before and after" data-proposed={isProposed || undefined}>
    {steps.map((step, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a change never move
      <StepRows key={index} step={step} rows={changes.filter((row) => row.step === index)} />
    ))}
  </section>
);

function badgeOf(state: ChangeState): { readonly word: string; readonly isProposed: boolean } {
  if (state === 'verified') return { word: 'MADE', isProposed: false };
  if (state === 'reverted') return { word: 'UNDONE', isProposed: false };
  if (state === 'unknown') return { word: 'UNKNOWN', isProposed: false };
  const isProposed = state === 'previewed' || state === 'authorised' || state === 'applying';
  return { word: isProposed ? 'PROPOSED' : 'NOT MADE', isProposed };
}

interface StepRowsProps {
  readonly step: StepAbout;
  readonly rows: readonly RowChange[];
}

function StepRows({ step, rows }: StepRowsProps) {
  const noun = nounOf(step);
  return (
    <>
      <div className="diff-menu">{step.menu}</div>
      {rows.length === 0 ? <div className="diff-menu">{`  no such ${noun}`}</div> : null}
      {rows.map((row) => (
        <RowLines key={row.row} row={row} noun={noun} />
      ))}
    </>
  );
}

function RowLines({ row, noun }: RowLinesProps) {
  return row.deed === 'do' ? <Done before={row.before} after={row.after} /> : <Changed row={row} noun={noun} />;
}

interface RowLinesProps {
  readonly row: RowChange;
  readonly noun: string;
}

function Changed({ row: { deed, before, after }, noun }: RowLinesProps) {
  const isChanged = (name: string): boolean => (before?.[name] ?? '') !== (after?.[name] ?? '');
  const was = Object.fromEntries(Object.entries(before ?? {}).filter(([name]) => after === null || isChanged(name)));
  const will = Object.fromEntries(Object.entries(after ?? {}).filter(([name]) => isChanged(name)));
  const same = Object.fromEntries(Object.entries(after ?? {}).filter(([name]) => !isChanged(name)));
  return (
    <>
      {before === null || after === null ? null : (
        <div>
          {'  '}
          <bdi>{fieldText(same)}</bdi>
          {deed === 'keep' ? <span className="text-ink-3">{'  already so'}</span> : null}
        </div>
      )}
      {before === null || deed === 'keep' ? null : (
        <div className="diff-was">
          <Sign sign="-" words={after === null ? `this ${noun} goes` : 'before'} />
          <bdi>{fieldText(was)}</bdi>
        </div>
      )}
      {after === null || deed === 'keep' ? null : (
        <div className="diff-will">
          <Sign sign="+" words={before === null ? `this ${noun} comes` : 'after'} />
          <bdi>{fieldText(will)}</bdi>
        </div>
      )}
    </>
  );
}

/** What a command is about to be done to, as it is now. */
function Done({ before, after }: Pick<RowChange, 'before' | 'after'>) {
  const becomes = Object.fromEntries(Object.entries(after ?? {}).filter(([name, text]) => before?.[name] !== text));
  return (
    <>
      <div>
        {'  '}
        <bdi>{fieldText(before ?? {})}</bdi>
        <span className="text-ink-3">{'  as it is now'}</span>
      </div>
      {Object.keys(becomes).length === 0 ? null : (
        <div className="diff-will">
          <Sign sign="+" words="after" />
          <bdi>{fieldText(becomes)}</bdi>
        </div>
      )}
    </>
  );
}

const Sign = ({ sign, words }: { readonly sign: string; readonly words: string }) => (
  <>
    <span aria-hidden="true">{`${sign} `}</span>
    <span className="sr-only">{`${words}: `}</span>
  </>
);

/** `name=anna disabled=no`: what is empty is left out. */
const fieldText = (fields: Fields): string =>
  Object.entries(fields)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name}=${spelled[text] ?? quoted(text)}`)
    .join(' ');

const spelled: Fields = { true: 'yes', false: 'no' };

interface LinesProps {
  readonly label: string;
  readonly lines: readonly string[];
  readonly isProposed: boolean;
}

const Lines = ({ label, lines, isProposed }: LinesProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
  <section className="diff" tabIndex={0} aria-label={label} data-proposed={isProposed || undefined}>
    {lines.map((line) => (
      <div key={line} className="diff-will">
        <bdi>{line}</bdi>
      </div>
    ))}
  </section>
);
