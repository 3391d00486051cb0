import type { FactsShown } from '@/core/actions/shown';
import type { RunRow } from '@/core/runs';
import { factSheet } from '@/core/shown/fact-sheet';

/** The only row of each sentence as a sheet of facts. A fact that the router does not tell has no line. */
export function FactGroups({ rows, shown }: { readonly rows: readonly RunRow[]; readonly shown: FactsShown }) {
  return (
    <div className="fact-groups">
      {factSheet(rows, shown).map(({ title, lines }) => (
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
