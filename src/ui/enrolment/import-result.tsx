import { counted, number } from '@/core/shown/format';
import type { Judged } from './enrolment';

interface ImportResultProps extends Pick<Judged, 'lines' | 'newSites'> {
  readonly isBusy: boolean;
  readonly onEnrol: () => void;
}

/** A file may have two thousand lines; whoever corrects it needs the first ones that are wrong. */
const mostShown = 100;
/** Enough to find the one that was only misspelled. */
const mostNamed = 20;

/** What would come of a file: counts by outcome, the lines that are wrong first, and the button only when none is. */
export function ImportResult({ lines, newSites, isBusy, onEnrol }: ImportResultProps) {
  const bad = lines.filter(({ problem }) => problem !== null);
  const good = lines.filter(({ problem }) => problem === null);
  const shown = [...bad, ...good].slice(0, mostShown);
  return (
    <div className="grid gap-3">
      <p role="status" className="notice">
        {outcome(good.length, bad.length)}
      </p>
      {newSites.length === 0 ? null : <p>{sitesWords(newSites)}</p>}
      {shown.length > 0 ? <LineTable lines={shown} /> : null}
      {shown.length < lines.length ? (
        <p className="text-ink-2">
          {number(shown.length)} of {counted(lines.length, 'line')} are shown{bad.length > 0 ? ', bad ones first' : ''}.
        </p>
      ) : null}
      {bad.length === 0 && good.length > 0 ? (
        <div>
          <button type="button" className="button button-primary" aria-disabled={isBusy} onClick={onEnrol}>
            Enrol {counted(good.length, 'device')}
          </button>
        </div>
      ) : null}
    </div>
  );
}

/** `3 new sites: Tower 30, Tower 31, Tower 32.` */
function sitesWords(names: readonly string[]): string {
  const named = names.slice(0, mostNamed).join(', ');
  const more = names.length - mostNamed;
  return `${counted(names.length, 'new site')}: ${named}${more > 0 ? `, and ${number(more)} more` : ''}.`;
}

function outcome(good: number, bad: number): string {
  if (good + bad === 0) return 'The file names no device.';
  const can = `${counted(good, 'line')} can be enrolled`;
  if (bad === 0) return `${can}, none is wrong. Nothing is enrolled yet.`;
  return `${counted(bad, 'line')} ${bad === 1 ? 'is' : 'are'} wrong, ${can}. Nothing is enrolled while one is wrong.`;
}

const LineTable = ({ lines }: Pick<ImportResultProps, 'lines'>) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
  <section className="table-region flex-none min-h-0 max-h-[400px]" tabIndex={0} aria-label="Table of lines">
    <table className="table table-lines">
      <caption className="sr-only">Lines of the file, with what is wrong with them</caption>
      <thead>
        <tr>
          <th scope="col" className="number">
            Line
          </th>
          <th scope="col">Name</th>
          <th scope="col">Address</th>
          <th scope="col">Outcome</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ number: at, name, address, problem }) => (
          <tr key={at} {...(problem === null ? {} : { 'data-refused': '' })}>
            <td className="cell-line number">{at}</td>
            <td className="cell-name">{name ?? '—'}</td>
            <td className="cell-address mono">{address ?? '—'}</td>
            <td className="cell-outcome">{problem ?? 'can be enrolled'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
