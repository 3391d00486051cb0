import type { RowChange } from '../predict';
import type { Step } from '../step';
import { afterwards, calledAs, isPathMenu } from './afterwards';
import { unusable, wayTo } from './back';
import { beside } from './beside';
import { isAllLost, learn } from './learnt';
import { type Finding, onLink } from './link';
import { onAddress, onService, onTheWayBack } from './own';
import { type Dialled, ipOf, isFour, type Path, pathsOf, serviceRow } from './path';
import { type Kind, type Learnt, rulings } from './rulings';
import { isCut, isOn, type PathRows, rowsIn } from './state';
import { onRules } from './told';

/** What a change would do to our own path to the router. */
export interface Lockout {
  /** What would cut it, in one sentence; null: nothing would, or none could be told. */
  readonly sentence: string | null;
  /** The step that would. */
  readonly step: number | null;
  /** What could cut it and cannot be told. */
  readonly warnings: readonly string[];
  /** The change decides on how we come through, or it cannot be told whether it does. */
  readonly touches: boolean;
}

export interface Changing {
  readonly steps: readonly Pick<Step, 'menu'>[];
  readonly changes: readonly RowChange[];
}

const untouched: Lockout = { sentence: null, step: null, warnings: [], touches: false };
const doubtful = (...warnings: readonly string[]): Lockout => ({ ...untouched, warnings, touches: true });

/** Whether our path to a router can hang on a menu. */
export const matters = (menu: string): boolean =>
  isPathMenu(menu) || Object.hasOwn(beside, menu) || menu.startsWith('/interface/');

/** Menus about IPv4 alone. */
const isOfFour = (menu: string): boolean => menu.startsWith('/ip/') && menu !== '/ip/service';

/**
 * Follows our own path on the rows that were read, and on what these changes would make of them. `from` null: the router does
 * not say from where it sees us come.
 */
export function lockout(
  { steps, changes }: Changing,
  before: PathRows,
  dialled: Omit<Dialled, 'from'> & { readonly from: string | null },
): Lockout {
  const menuOf = ({ step }: RowChange): string => steps[step]?.menu ?? '';
  const made = changes.filter((change) => change.deed !== 'keep' && matters(menuOf(change)));
  const { from } = dialled;
  if (made.length === 0) return untouched;
  if (from === null)
    return doubtful(
      'The router does not say from where it sees Routeward come: whether this cuts our own way cannot be told.',
    );
  if (!isFour(from))
    return made.every((change) => isOfFour(menuOf(change)))
      ? untouched
      : doubtful(
          `Routeward comes from ${from}, and only paths of IPv4 are followed: whether this cuts our own way cannot be told.`,
        );
  const found = explained(before, { ...dialled, from });
  if (found === null)
    return doubtful(
      'By what was read of the router Routeward could not be connected even now: whether this cuts our own way cannot be told.',
    );
  return followed({ steps, changes: made }, before, found);
}

interface Explained {
  readonly path: Path;
  readonly learnt: Learnt;
}

/** So many are tried at most. */
const mostPaths = 24;

/** The likeliest path on which we come through as the router is now. */
function explained(before: PathRows, dialled: Dialled): Explained | null {
  for (const path of pathsOf(before, dialled).slice(0, mostPaths)) {
    const learnt = learn(before, path);
    if (!rulings(before, path, learnt).some(isAllLost)) return { path, learnt };
  }
  return null;
}

function followed({ steps, changes }: Changing, before: PathRows, { path, learnt }: Explained): Lockout {
  const doubts: string[] = [];
  for (const count of changes.keys()) {
    const after = afterwards(before, steps, changes.slice(0, count + 1));
    const isLast = count === changes.length - 1;
    const found = findings(
      { before: calledAs(before, after), after },
      { path: calledIn(path, before, after), learnt },
      isLast,
    );
    const cutting = found.find(({ isSure }) => isSure);
    if (cutting !== undefined)
      return { sentence: cutting.sentence, step: changes[count]?.step ?? null, warnings: [], touches: true };
    if (isLast) doubts.push(...found.map(({ sentence }) => sentence));
  }
  const after = afterwards(before, steps, changes);
  const others = changes.flatMap((change) =>
    (beside[steps[change.step]?.menu ?? '']?.(change, path, before) ?? []).map((one) => ({
      ...one,
      step: change.step,
    })),
  );
  const cutting = others.find(({ isSure }) => isSure);
  if (cutting !== undefined) return { sentence: cutting.sentence, step: cutting.step, warnings: [], touches: true };
  const cut = (['/ip/firewall/raw', '/ip/firewall/nat', '/ip/firewall/filter', '/interface', '/ip/address'] as const)
    .filter((menu) => isCut(before, menu) && changes.some(({ step }) => steps[step]?.menu === menu))
    .map((menu) => `${menu} has more rows than are read: what is behind them cannot be told.`);
  const warnings = [...new Set([...doubts, ...others.map(({ sentence }) => sentence), ...cut])];
  const now = { path: calledIn(path, before, after), learnt };
  const touches = traceOf(calledAs(before, after), now) !== traceOf(after, now);
  return { ...untouched, warnings, touches: touches || warnings.length > 0 };
}

/** The same path after its interfaces were renamed. */
function calledIn(path: Path, before: PathRows, after: PathRows): Path {
  const now = (name: string): string => {
    const id = rowsIn(before, '/interface').find((row) => row.name === name)?.['.id'];
    return rowsIn(after, '/interface').find((row) => row['.id'] === id)?.name ?? name;
  };
  return {
    ...path,
    interface: now(path.interface),
    bridgePort: path.bridgePort === null ? null : now(path.bridgePort),
  };
}

interface Both {
  readonly before: PathRows;
  readonly after: PathRows;
}

/**
 * What is broken, in the order in which a packet meets it. Between two changes only our own connection has to last, on which
 * they are made; that a new one comes through is asked of the last.
 */
function findings(both: Both, { path, learnt }: Explained, isLast: boolean): readonly Finding[] {
  const { before, after } = both;
  const kinds: readonly Kind[] = isLast ? ['fresh', 'standing', 'answer'] : ['standing', 'answer'];
  const was = rulings(before, path, learnt);
  const ruled = rulings(after, path, learnt).flatMap((is, index) => {
    const then = was[index];
    return then === undefined || !kinds.includes(is.kind) ? [] : onRules({ was: then, is }, both);
  });
  return [
    ...onLink(before, after, path),
    ...onAddress(before, after, path),
    ...ruled,
    ...onService(before, after, path),
    ...onTheWayBack(before, after, path),
  ];
}

/** All that decides on how we come through. */
function traceOf(state: PathRows, { path, learnt }: Explained): string {
  const ruled = rulings(state, path, learnt).map(({ ends }) => ends.map(({ action, rule }) => [action, rule?.['.id']]));
  const { port, address, disabled } = serviceRow(state, path.service) ?? {};
  const own = rowsIn(state, '/ip/address').filter((row) => isOn(row) && ipOf(row) === path.to);
  const { ways } = wayTo(state, path.from, unusable(state));
  return JSON.stringify([ruled, port, address, disabled, own.map((row) => row.interface), ways]);
}
