import { CsvError, parse } from 'csv-parse/sync';
import { mostDevices } from '@/core/enrolment/devices';
import { type Judged, judge, type Line, problemOfHeading, type There } from '@/core/enrolment/import';
import { AppError } from '@/core/errors';

/**
 * Reads a file of devices (RFC 4180; commas, or semicolons or tabs as spreadsheets of some countries write them) and judges
 * each line. Throws `invalid` for a file that is none.
 */
export function readDeviceFile(text: string, there: There): Judged[] {
  const rows = rowsOf(text);
  const heading = rows[0]?.cells.map((name) => name.trim().toLowerCase());
  if (heading === undefined) throw new AppError('invalid', 'The file is empty.');
  const problem = problemOfHeading(heading);
  if (problem !== null) throw new AppError('invalid', problem);
  if (rows.length - 1 > mostDevices)
    throw new AppError('invalid', `The file has ${rows.length - 1} devices; at most ${mostDevices} go at a time.`);
  const lines: Line[] = rows.slice(1).map(({ number, cells }) => ({
    number,
    cells: Object.fromEntries(heading.map((name, at) => [name, cells[at] ?? ''])),
    beyond: cells.slice(heading.length),
  }));
  return judge(lines, there);
}

interface Row {
  readonly number: number;
  readonly cells: readonly string[];
}

const longestRecord = 10_000;

/** In our own words: the parser's hold what stands in the file. */
const mishaps: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and not closed',
  INVALID_OPENING_QUOTE: 'a quote stands in the middle of a cell',
  CSV_INVALID_CLOSING_QUOTE: 'a quote ends in the middle of a cell',
  CSV_MAX_RECORD_SIZE: 'it is longer than 10,000 bytes',
};

function rowsOf(text: string): Row[] {
  const first = /[^\ufeff\r\n]+/.exec(text)?.[0] ?? '';
  const delimiter = [',', ';', '\t'].find((sign) => first.includes(sign)) ?? ',';
  const beginning = beginnings(text);
  try {
    const records: unknown = parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
      max_record_size: longestRecord,
    });
    // safe: that is how csv-parse gives rows with `info`.
    return (records as { info: { bytes: number }; record: string[] }[]).map(({ info, record }) => ({
      number: beginning(info.bytes),
      cells: record,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The last record that was one ended there.
    beginning(Number(error.bytes));
    const number = beginning(Number.POSITIVE_INFINITY);
    const what = mishaps[error.code] ?? 'it is not understood';
    throw new AppError('invalid', `The file is not CSV. Line ${number}: ${what}.`, { cause: error });
  }
}

/**
 * Tells of each record in turn, by the byte it ends at, in which line it begins, as an editor counts: the parser counts
 * ends, and a CR LF within quotes twice. Empty lines before a record are none of it.
 */
function beginnings(text: string): (end: number) => number {
  const bytes = Buffer.from(text);
  let [at, line] = [0, 1];
  return (end) => {
    const record = bytes.toString('utf8', at, Math.min(end, bytes.length));
    const number = line + breaksIn(/^[\ufeff\r\n]*/.exec(record)?.[0] ?? '');
    line += breaksIn(record);
    at = end;
    return number;
  };
}

const breaksIn = (text: string): number => text.match(/\r\n?|\n/g)?.length ?? 0;
