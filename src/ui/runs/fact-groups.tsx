import type { Fact, Shown } from '@/core/actions/define';
import type { RunRow } from '@/core/runs';
import { cell } from './cells';

type FactsShown = Extract<Shown, { as: 'facts' }>;

/** The only row of each sentence as a sheet of facts. A fact that the router does not tell has no line. */
export function FactGroups({ rows, shown }: { readonly rows: readonly RunRow[]; readonly shown: FactsShown }) {
  const groups = shown.groups
    .map(({ title, facts }) => ({ title, lines: facts.flatMap((fact) => lineOf(fact, rows)) }))
    .filter(({ lines }) => lines.length > 0);
  return (
    <div className="fact-groups">
      {groups.map(({ title, lines }) => (
        <section key={title}>
          <h4>{title}</h4>
          <dl className="facts">
            {lines.map(([name, text]) => (
              <div key={name} className="contents">
                <dt>{name}</dt>
                <dd>
                  <bdi>{text}</bdi>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function lineOf(fact: Fact, rows: readonly RunRow[]): readonly (readonly [string, string])[] {
  const row = rows.find(({ sentence }) => sentence === fact.sentence);
  const text = row === undefined ? null : cell(fact, row.fields);
  return text === null ? [] : [[fact.title, text]];
}
