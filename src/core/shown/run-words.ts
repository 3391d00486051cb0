import type { Read } from '../actions/define';
import { tooManyRows } from '../actions/families/snapshot-menus';
import { isReadId, type ReadId, readOf } from '../actions/index';
import { hasEnded, type RunState, type ToldRun } from '../runs';
import { visible } from './cells';
import { counted, number } from './format';

const words = {
  intended: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  stopped: 'Stopped',
  interrupted: 'Interrupted',
  unknown: 'Outcome unknown',
} as const satisfies Record<RunState, string>;

/** How a run is, in a word; one that was asked to stop and has not yet is stopping. */
export const stateWord = ({ state, isStopping }: Pick<ToldRun, 'state' | 'isStopping'>): string =>
  isStopping && !hasEnded(state) ? 'Stopping' : words[state];

/** The entry of the catalogue; null for a run of an older version of it. */
export const actionIn = ({ action }: Pick<ToldRun, 'action'>): Read | null =>
  isReadId(action) ? readOf(action satisfies ReadId) : null;

/** `Ping 1.1.1.1`: the action's title and what it was aimed at. */
export function runTitle(run: Pick<ToldRun, 'action' | 'params'>): string {
  const title = actionIn(run)?.title ?? run.action;
  const aim = aims.map((name) => aimOf(run.params[name])).find((text) => text !== null);
  return aim === undefined ? title : `${title} ${visible(aim)}`;
}

/** What an action is aimed at, the most telling first. */
const aims = ['address', 'dst-address', 'dst-ip', 'host', 'chain', 'name', 'interface', 'bridge', 'pool', 'list'];

/** Of many the first three. */
function aimOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (!Array.isArray(value) || value.length === 0) return null;
  const [shown, others] = [value.slice(0, 3).join(', '), value.length - 3];
  return others > 0 ? `${shown} and ${others} more` : shown;
}

/** What is to be known of an answer that was ended at its cap, after so many rows. */
export const cutRemark = (run: Pick<ToldRun, 'action'>, rows: number): string =>
  actionIn(run)?.shown.as === 'snapshot'
    ? `A menu has more than ${number(tooManyRows)} rows: it was not read to the end, and the text has none of them.`
    : `The answer went on beyond ${counted(rows, 'row')}, which is the cap: it was ended there. These are the first.`;

/** How long it has been going or took, in milliseconds; null before it began. */
export function elapsedMs({ startedAt, endedAt }: Pick<ToldRun, 'startedAt' | 'endedAt'>, now: number): number | null {
  if (startedAt === null) return null;
  return Math.max(0, (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt));
}
