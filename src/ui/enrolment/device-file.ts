import { columns } from '@/core/enrolment/columns';
import { number } from '@/core/shown/format';

/** The server takes no more at a time. */
const mostBytes = 900_000;

/** A file with nothing but the heading, to be filled in. It is made here: no request is needed for it. */
export const templateAddress = `data:text/csv;charset=utf-8,${encodeURIComponent(`${columns.join(',')}\r\n`)}`;

/** Why a file is not taken, or null. `bytes`: its size. */
export const tooLarge = (bytes: number): string | null =>
  bytes <= mostBytes
    ? null
    : `The file has ${number(Math.ceil(bytes / 1000))} kB; at most ${number(mostBytes / 1000)} kB go at a time. Split it.`;

/** What is not UTF-8 was read with a mark in the place of every letter that was lost. */
export const notUtf8 = (text: string): string | null =>
  text.includes('\ufffd') ? 'The file is not UTF-8, so letters would be lost. Save it as “CSV UTF-8”.' : null;

/** Tags as they are typed: several, separated by spaces, commas or semicolons. */
export const readTags = (text: string): string[] => text.split(/[\s,;]+/).filter((tag) => tag !== '');
