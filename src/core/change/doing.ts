import { durationMs } from '../actions/values';
import type { Doing } from './menus/define';
import { permittedOf } from './permitted';
import type { RowChange } from './predict';
import { has, valueIn } from './rows';
import type { Fields, Step } from './step';

/* Commands that set no field of a row: what they would do to it, and how one knows that they did. */

/** What a step does, of one that is a command of its own; null for all others. */
export const doingOf = (step: Step | undefined): Doing | null =>
  step === undefined ? null : (permittedOf(step).does ?? null);

/** The router starts anew, and the connection with it: neither a guard nor a second connection beside the first is possible. */
export const isRestart = (step: Step | undefined): boolean => doingOf(step)?.proof.isRestart === true;

/** What becomes of a row: it is as it would be already, or the command is said. */
export function doneTo(step: Step, row: string, before: Fields): RowChange {
  const { becomes = {} } = doingOf(step)?.proof ?? {};
  const isThere = isLasting(step) && has(before, becomes);
  const after = isLasting(step) ? { ...before, ...becomes } : before;
  return { step: 0, row, before, after, anchor: null, deed: isThere ? 'keep' : 'do' };
}

/** A row as it is found afterwards, and how long the router took to answer the command, in milliseconds; null: not known. */
interface Found {
  readonly now: Fields | undefined;
  readonly tookMs: number | null;
}

/** Whether it is proven that the command was carried out on a row. */
export function isDone(step: Step, before: Fields | null, { now, tookMs }: Found): boolean {
  const { becomes, grows, shrinks, takes, isRestart: restarts } = doingOf(step)?.proof ?? {};
  if (now === undefined) return false;
  if (takes !== undefined && tookMs !== null && tookMs >= (durationMs(valueIn(step.fields, takes)) ?? Infinity))
    return true;
  const sizeOf = (row: Fields | null, name: string): number | null => {
    const text = valueIn(row, name);
    return /^\d+$/.test(text) ? Number(text) : durationMs(text);
  };
  const isCompared = (name: string | undefined, fits: (now: number, then: number) => boolean): boolean => {
    if (name === undefined) return true;
    const [then, is] = [sizeOf(before, name), sizeOf(now, name)];
    return then !== null && is !== null && fits(is, then);
  };
  return (
    has(now, becomes ?? {}) &&
    isCompared(grows, (is, then) => is >= then) &&
    isCompared(shrinks, (is, then) => (restarts === true ? is < then : is <= then))
  );
}

/** Whether it can be told later, from the row alone, that it was not done. */
export const isLasting = (step: Step): boolean => doingOf(step)?.proof.isLasting === true;
