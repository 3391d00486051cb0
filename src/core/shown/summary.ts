import type { Read } from '../actions/define';
import { lastRound } from '../actions/last-round';
import { pingSummary } from '../actions/ping-summary';
import type { Column, Fact, FactsShown, Shown } from '../actions/shown';
import { bits, bytes, counter, durationMs, number, percent } from '../actions/values';
import type { RunRow } from '../runs';
import { cell, isNumeric, rawCell, visible } from './cells';
import { milliseconds, percentage, number as written } from './format';

/**
 * What one router's answer comes down to where many stand below each other: a few values by name, as they were read or as
 * RouterOS wrote them. It is kept with the run, so that a list of a thousand opens none of their rows.
 */
export type Summary = Readonly<Record<string, string | number | null>>;

/** A router is free to say anything, at any length; its line among a thousand is one line. */
const longest = 120;

/** Takes a run's rows as they come. */
export interface Digest {
  take(row: RunRow): void;
  /** Null: nothing came back. */
  summary(): Summary | null;
}

export interface SummaryColumn {
  readonly key: string;
  readonly title: string;
  readonly isNumeric: boolean;
  /** For people; null where the router did not say. */
  readonly text: (summary: Summary) => string | null;
  /** What it is sorted by; null comes last. */
  readonly order: (summary: Summary) => string | number | null;
}

export const digestOf = ({ shown }: Read): Digest => digestOfShown(shown);

function digestOfShown(shown: Shown): Digest {
  switch (shown.as) {
    case 'ping':
      return folding((rows) => {
        const { sent, received, lossPercent, avgMs } = pingSummary(rows);
        return { sent, received, lossPercent, avgMs };
      });
    case 'traceroute':
      return folding((rows) => {
        const hops = lastRound(rows);
        const last = hops.findLast(({ address }) => address !== null);
        return { hops: hops.length, address: last?.address?.slice(0, longest) ?? null, avgMs: last?.avg ?? null };
      });
    case 'facts':
      return gathering(mainFacts(shown));
    case 'table':
      return counting(shown.sentence);
    case 'snapshot':
      return countingAll();
    case 'parts':
      return digestOfShown(shown.parts[0]);
  }
}

function folding(fold: (rows: readonly RunRow['fields'][]) => Summary): Digest {
  const rows: RunRow['fields'][] = [];
  return { take: ({ fields }) => void rows.push(fields), summary: () => (rows.length === 0 ? null : fold(rows)) };
}

function gathering(facts: readonly Fact[]): Digest {
  const found: Record<string, string> = {};
  let isAnswered = false;
  return {
    take({ sentence, fields }) {
      isAnswered = true;
      for (const fact of facts) {
        const text = fact.sentence === sentence ? rawCell(fact, fields) : null;
        if (text !== null) found[keyOf(fact)] ??= text.slice(0, longest);
      }
    },
    summary: () => (isAnswered ? found : null),
  };
}

/** Everything that came is part of it. */
function countingAll(): Digest {
  let rows = 0;
  return {
    take() {
      rows += 1;
    },
    summary: () => (rows === 0 ? null : { rows }),
  };
}

/** A table that answered with nothing has 0 rows, which says something. */
function counting(sentence: number): Digest {
  let rows = 0;
  return {
    take(row) {
      if (row.sentence === sentence) rows += 1;
    },
    summary: () => ({ rows }),
  };
}

/** Those that say so; of an action where none does, the first four. */
function mainFacts({ groups }: FactsShown): readonly Fact[] {
  const all = groups.flatMap(({ facts }) => facts);
  const main = all.filter(({ isMain }) => isMain === true);
  return main.length > 0 ? main : all.slice(0, 4);
}

const keyOf = ({ sentence, field }: Pick<Fact, 'sentence' | 'field'>): string => `${sentence}.${field}`;

export const summaryColumns = ({ shown }: Read): readonly SummaryColumn[] => columnsOfShown(shown);

function columnsOfShown(shown: Shown): readonly SummaryColumn[] {
  switch (shown.as) {
    case 'ping':
      return [
        figure('sent', 'Sent', written),
        figure('received', 'Received', written),
        figure('lossPercent', 'Loss, %', percentage),
        figure('avgMs', 'Avg, ms', milliseconds),
      ];
    case 'traceroute':
      return [figure('hops', 'Hops', written), address, figure('avgMs', 'Avg, ms', milliseconds)];
    case 'facts':
      return mainFacts(shown).map(factColumn);
    case 'table':
    case 'snapshot':
      return [figure('rows', 'Rows', written)];
    // One line among a thousand has room for what stands first.
    case 'parts':
      return columnsOfShown(shown.parts[0]);
  }
}

function figure(key: string, title: string, write: (value: number) => string): SummaryColumn {
  const valueIn = (summary: Summary): number | null => {
    const value = summary[key];
    return typeof value === 'number' ? value : null;
  };
  return {
    key,
    title,
    isNumeric: true,
    order: valueIn,
    text: (summary) => {
      const value = valueIn(summary);
      return value === null ? null : write(value);
    },
  };
}

const textIn = (summary: Summary, key: string): string | null => {
  const value = summary[key];
  return typeof value === 'string' && value !== '' ? value : null;
};

const address: SummaryColumn = {
  key: 'address',
  title: 'Last hop',
  isNumeric: false,
  order: (summary) => textIn(summary, 'address'),
  text: (summary) => {
    const value = textIn(summary, 'address');
    return value === null ? null : visible(value);
  },
};

function factColumn(fact: Fact): SummaryColumn {
  const key = keyOf(fact);
  const raw = (summary: Summary) => textIn(summary, key);
  return {
    key,
    title: fact.title,
    isNumeric: isNumeric(fact),
    text: (summary) => {
      const text = raw(summary);
      return text === null ? null : cell(fact, { [fact.field]: text });
    },
    order: (summary) => {
      const text = raw(summary);
      return text === null ? null : sizeOf(fact, text);
    },
  };
}

/** A number where the field is one; what does not read as expected sorts as the text it is. */
function sizeOf({ reads }: Pick<Column, 'reads'>, text: string): number | string {
  const readers: Partial<Record<Column['reads'], (text: string) => number | bigint | null>> = {
    duration: durationMs,
    number,
    percent,
    counter,
    bytes,
    bits,
  };
  const value = readers[reads]?.(text) ?? null;
  return value === null ? text : Number(value);
}
