import type { Fields } from '../step';
import type { Catch } from './packet';
import type { Path } from './path';
import { isLost, type Learnt, learntKey, type Ruling, rulings } from './rulings';
import type { PathRows } from './state';

/** So many rules at most are found out about. */
const mostDoubts = 40;

const hangsOn = ({ ends }: Ruling): Fields | null =>
  ends.some(isLost) && ends.some((end) => !isLost(end))
    ? (ends.find(({ doubt }) => doubt !== null)?.doubt ?? null)
    : null;

export const isAllLost = ({ ends }: Ruling): boolean => ends.every(isLost);

/**
 * We are connected: a rule that would cut us if it caught us does not, and one without which we would be cut does. So much is
 * known of rules that ask for what nobody here understands, as long as they stay as they are.
 */
export function learn(before: PathRows, path: Path): Learnt {
  const known = new Map<string, Catch>();
  for (let count = 0; count < mostDoubts; count++) {
    const all = rulings(before, path, known);
    const open = all.flatMap((ruling) => {
      const rule = hangsOn(ruling);
      const key = rule === null ? null : learntKey(ruling, rule);
      return key === null || known.has(key) ? [] : [{ ruling, key }];
    });
    const [first] = open;
    if (first === undefined) break;
    known.set(first.key, settledBy(before, path, { known, ...first }));
  }
  return known;
}

function settledBy(
  before: PathRows,
  path: Path,
  { known, ruling, key }: { readonly known: Learnt; readonly ruling: Ruling; readonly key: string },
): Catch {
  const isCutWith = (caught: Catch): boolean => {
    const same = rulings(before, path, new Map([...known, [key, caught]])).find(
      ({ menu, chain, kind }) => menu === ruling.menu && chain === ruling.chain && kind === ruling.kind,
    );
    return same !== undefined && isAllLost(same);
  };
  if (isCutWith('yes')) return 'no';
  return isCutWith('no') ? 'yes' : 'maybe';
}
