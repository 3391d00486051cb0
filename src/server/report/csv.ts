import type { Read } from '@/core/actions/define';
import type { RunId } from '@/core/ids';
import type { RunRow } from '@/core/runs';
import type { RecordHead } from '@/core/session-record';
import type { ToldStep } from '@/core/sessions';
import { byteOrderMark, csvCell, csvWords } from '@/core/shown/csv';
import { actionIn } from '@/core/shown/run-words';
import type { RecordWriter } from './writer';

/** Of every line; a run's rows have `step`, `kind`, `device` and `action` too, so that each can be filtered. */
const own = [
  'step',
  'at',
  'kind',
  'who',
  'role',
  'from',
  'device',
  'action',
  'sent',
  'state',
  'text',
  'row',
  'after_ms',
  'sentence',
] as const;

type Told = Partial<Record<(typeof own)[number], string>>;
type Run = RecordHead['runs'][number];

/**
 * The record as a spreadsheet opens it: RFC 4180, one line a step, and below a run's step one line for each row. The
 * fields of the actions have a column each (`fields.chain`, as RouterOS has a field `action` of its own); what the
 * catalogue does not know, of an older version of it for instance, is JSON in the last column, `fields`.
 */
export class CsvRecord implements RecordWriter {
  #head: RecordHead | null = null;
  #fields: readonly string[] = [];
  /** Steps that have been written. */
  #written = 0;
  #run: { readonly told: Told; readonly id: RunId; rows: number } | null = null;

  head(head: RecordHead): string {
    this.#head = head;
    this.#fields = [...new Set(head.runs.flatMap((run) => fieldsOf(actionIn(run))))];
    return `${byteOrderMark}${line([...own, ...this.#fields.map((name) => `fields.${name}`), 'fields'])}`;
  }

  rows(id: RunId, rows: readonly RunRow[]): string {
    const before = this.#run?.id === id ? '' : this.#stepsUpTo(id);
    return before + rows.map((row) => this.#row(row)).join('');
  }

  end(): string {
    return this.#stepsUpTo(null);
  }

  /** The steps that are not written yet, up to the run's own, or all. */
  #stepsUpTo(run: RunId | null): string {
    const steps = this.#head?.steps ?? [];
    let text = '';
    while (this.#written < steps.length && (run === null || this.#run?.id !== run)) {
      const step = steps[this.#written];
      if (step === undefined) break;
      this.#written += 1;
      const told = this.#told(step);
      this.#run = step.run === null ? null : { id: step.run, told, rows: 0 };
      text += this.#line(told, {});
    }
    if (run !== null && this.#run?.id !== run) throw new Error('rows of a run that no step names, or out of its order');
    return text;
  }

  #told({ number, kind, at, by, from, ...step }: ToldStep): Told {
    const run = this.#head?.runs.find(({ id }) => id === step.run);
    const device = this.#head?.devices.find(({ id }) => id === step.device);
    const told = {
      step: String(number),
      at,
      kind,
      who: by.name,
      role: by.role,
      from,
      device: device?.name ?? step.device ?? '',
      text: textOf(step, run),
    };
    return run === undefined
      ? told
      : { ...told, action: run.action, sent: (run.sent ?? []).join('\n'), state: run.state };
  }

  #row({ afterMs, sentence, fields }: RunRow): string {
    if (this.#run === null) return '';
    const { step = '', kind = '', device = '', action = '' } = this.#run.told;
    const told = { step, kind, device, action, row: String(this.#run.rows) };
    this.#run.rows += 1;
    return this.#line({ ...told, after_ms: String(afterMs), sentence: String(sentence) }, fields);
  }

  #line(told: Told, fields: RunRow['fields']): string {
    const known = this.#fields.map((name) => (Object.hasOwn(fields, name) ? (fields[name] ?? '') : ''));
    const others = Object.entries(fields).filter(([name]) => !this.#fields.includes(name));
    const cells = own.map((name) => (name === 'text' || name === 'sent' ? csvWords : csvCell)(told[name] ?? ''));
    const last = others.length === 0 ? '' : JSON.stringify(Object.fromEntries(others));
    return `${[...cells, ...known.map(csvCell), csvCell(last)].join(',')}\r\n`;
  }
}

const line = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

const fieldsOf = (action: Read | null): readonly string[] => action?.sentences.flatMap(({ fields }) => fields) ?? [];

/** A step's words, whom it was handed over to, or what went wrong with its run. */
function textOf({ text, to }: Pick<ToldStep, 'text' | 'to'>, run: Run | undefined): string {
  const fault = run?.fault === null || run === undefined ? null : `${run.fault.code}: ${run.fault.message}`;
  return [to === null ? null : `to ${to}`, text, fault].filter((part) => part !== null).join('\n');
}
