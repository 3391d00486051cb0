import type { ToldParameter } from '@/core/library/told-action';

interface LinesProps {
  readonly title: string;
  readonly lines: readonly string[];
  /** They begin with a parameter's name, which is spelled as it is. */
  readonly isNamed?: true;
}

/** Sentences under a heading; nothing where there is none. */
export function Lines({ title, lines, isNamed }: LinesProps) {
  if (lines.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul className="library-lines" {...(isNamed ? { 'data-named': '' } : {})}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

export function Parameters({ parameters }: { readonly parameters: readonly ToldParameter[] }) {
  if (parameters.length === 0) return null;
  return (
    <section aria-label="Parameters">
      <h2>Parameters</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="result-region" tabIndex={0} aria-label="Table of parameters">
        <table className="result library-parameters">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Takes</th>
              <th scope="col">What it is</th>
            </tr>
          </thead>
          <tbody>
            {parameters.map(({ name, isRequired, bounds, explained }) => (
              <tr key={name}>
                <td>
                  <span className="mono">{name}</span>
                  {isRequired ? <span className="text-ink-2"> required</span> : null}
                </td>
                <td className="wrapped">{bounds}</td>
                <td className="wrapped">{explained}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
