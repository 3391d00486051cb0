import type { Fact, FactsShown } from '../actions/shown';
import type { RunRow } from '../runs';
import { cell } from './cells';

export interface FactGroup {
  readonly title: string;
  readonly lines: readonly (readonly [name: string, text: string])[];
}

/** The only row of each sentence as a sheet of facts. A fact that the router does not tell has no line. */
export const factSheet = (rows: readonly RunRow[], shown: FactsShown): readonly FactGroup[] =>
  shown.groups
    .map(({ title, facts }) => ({ title, lines: facts.flatMap((fact) => lineOf(fact, rows)) }))
    .filter(({ lines }) => lines.length > 0);

function lineOf(fact: Fact, rows: readonly RunRow[]): FactGroup['lines'] {
  const row = rows.find(({ sentence }) => sentence === fact.sentence);
  const text = row === undefined ? null : cell(fact, row.fields);
  return text === null ? [] : [[fact.title, text]];
}
