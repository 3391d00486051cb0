import type { Column, Reads } from '../actions/shown';
import { bits, boolean, bytes, counter, durationMs, list, number, percent } from '../actions/values';
import { bitRate, byteSize, count, milliseconds, percentage, span } from './format';

type Fields = Readonly<Record<string, string>>;

/**
 * A router's text with what cannot be seen written out: control characters, and those that turn the direction of what
 * follows, could make one line look like another.
 */
export const visible = (text: string): string =>
  text.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `‹U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`,
  );

/** The text of a column's field as RouterOS wrote it; null where the row has none. */
export function rawCell({ field, orElse }: Pick<Column, 'field' | 'orElse'>, fields: Fields): string | null {
  const text = valueIn(fields, field) ?? (orElse === undefined ? null : valueIn(fields, orElse));
  return text === null || text === '' ? null : text;
}

const valueIn = (fields: Fields, name: string): string | null =>
  Object.hasOwn(fields, name) ? (fields[name] ?? null) : null;

/** A column's value for people; null where the row has none. What does not read as expected is shown as it came. */
export function cell(column: Pick<Column, 'field' | 'orElse' | 'reads' | 'unit'>, fields: Fields): string | null {
  const text = rawCell(column, fields);
  if (text === null) return null;
  const read = readers[column.reads](text);
  if (read === null) return visible(text);
  const hasUnit = column.unit !== undefined && ['number', 'percent', 'counter', 'text'].includes(column.reads);
  return hasUnit ? `${read} ${column.unit}` : read;
}

const readers: Readonly<Record<Reads, (text: string) => string | null>> = {
  text: visible,
  list: (text) => visible(list(text).join(', ')),
  duration: (text) => {
    const ms = durationMs(text);
    if (ms === null) return null;
    // `0s` is a count of seconds that has only begun, not a round trip.
    return ms < 1000 && text !== '0s' ? `${milliseconds(ms)} ms` : span(ms / 1000);
  },
  number: (text) =>
    mapped(number(text), (value) => value.toLocaleString('en-US', { maximumFractionDigits: 3, useGrouping: 'min2' })),
  percent: (text) => mapped(percent(text), percentage),
  counter: (text) => mapped(counter(text), count),
  bytes: (text) => mapped(bytes(text), byteSize),
  bits: (text) => mapped(bits(text), bitRate),
  boolean: (text) => mapped(boolean(text), (value) => (value ? 'yes' : 'no')),
  routerTime: visible,
};

const mapped = <Value>(value: Value | null, write: (value: Value) => string): string | null =>
  value === null ? null : write(value);

const right: readonly Reads[] = ['duration', 'number', 'percent', 'counter', 'bytes', 'bits'];

/** Whether a column is compared digit by digit, and so stands on the right. */
export const isNumeric = ({ reads }: Pick<Column, 'reads'>): boolean => right.includes(reads);

/** The columns of which at least one row has something. */
export const columnsIn = (columns: readonly Column[], rows: readonly Fields[]): readonly Column[] =>
  columns.filter((column) => rows.some((fields) => rawCell(column, fields) !== null));

/** `name=value` of the rare fields, so that no part of a row is hidden. */
export function othersIn(others: readonly string[], fields: Fields): string {
  return others
    .flatMap((name) => {
      const text = valueIn(fields, name);
      return text === null || text === '' ? [] : [`${name}=${visible(text)}`];
    })
    .join(' ');
}

export const isOn = (field: string | undefined, fields: Fields): boolean =>
  field !== undefined && boolean(valueIn(fields, field) ?? '') === true;
