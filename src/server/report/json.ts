import type { RunId } from '@/core/ids';
import type { RunRow } from '@/core/runs';
import type { RecordHead } from '@/core/session-record';
import type { RecordWriter } from './writer';

/** The record's own text: what comes out is what `JSON.stringify` makes of the whole, of which nobody holds the whole. */
export class JsonRecord implements RecordWriter {
  #runs: RecordHead['runs'] = [];
  /** How many runs have been begun. */
  #begun = 0;
  #isFirstRow = true;

  head({ runs, ...others }: RecordHead): string {
    this.#runs = runs;
    return `${JSON.stringify(others).slice(0, -1)},"runs":[`;
  }

  rows(run: RunId, rows: readonly RunRow[]): string {
    let text = '';
    while (this.#runs[this.#begun - 1]?.id !== run) text += this.#next();
    for (const row of rows) {
      text += `${this.#isFirstRow ? '' : ','}${JSON.stringify(row)}`;
      this.#isFirstRow = false;
    }
    return text;
  }

  end(): string {
    let text = '';
    while (this.#begun < this.#runs.length) text += this.#next();
    return `${text}${this.#begun > 0 ? ']}' : ''}]}`;
  }

  /** Ends the run before, if there is one, and begins the next up to its first row. */
  #next(): string {
    const run = this.#runs[this.#begun];
    if (run === undefined) throw new Error('rows of a run that is not in the record, or out of its order');
    const ending = this.#begun === 0 ? '' : ']},';
    this.#begun += 1;
    this.#isFirstRow = true;
    return `${ending}${JSON.stringify(run).slice(0, -1)},"rows":[`;
  }
}
