import { z } from 'zod';
import { AppError } from '@/core/errors';

/** A point in time, ISO 8601 in UTC, of a year of four digits that PostgreSQL knows too: it has no year 0. */
export const Moment = z.iso.datetime().regex(/^[12]/, 'a time of this millennium or the last');

/** Where a page ended, opaque to the caller. It is no secret and grants nothing: the query it continues is scoped anew. */
export function encodeCursor(place: Readonly<Record<string, string>>): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Throws `invalid`, with the name of the field, for what was not made by `encodeCursor`. */
export function decodeCursor<Schema extends z.ZodType>(
  schema: Schema,
  cursor: string,
  field = 'after',
): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    throw new AppError('invalid', `${field}: not the \`next\` of a page`, { cause: error });
  }
}

/** The time that a live view gave its last event as an id. Throws `invalid` for what was none. */
export function timeOfEvent(lastEventId: string): string {
  if (!Moment.safeParse(lastEventId).success) throw new AppError('invalid', 'lastEventId: not an id of this view');
  return lastEventId;
}
