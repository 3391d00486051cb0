import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What another reader of PDF makes of one: poppler's programs, which are in Debian's poppler-utils. */
function read(program: 'pdftotext' | 'pdffonts' | 'pdfinfo', pdf: Uint8Array, ...options: readonly string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'report-'));
  try {
    const file = join(directory, 'report.pdf');
    writeFileSync(file, pdf);
    const output = program === 'pdftotext' ? ['-'] : [];
    const { status, stdout, stderr } = spawnSync(program, [...options, file, ...output], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (status !== 0 || stderr !== '') throw new Error(`${program}: ${stderr}`);
    return stdout;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The text as it stands on the pages, a form feed behind each. */
export const textOf = (pdf: Uint8Array): string => read('pdftotext', pdf, '-layout');

/** The text without line breaks and doubled spaces, so that a wrapped sentence is found. */
export const proseOf = (pdf: Uint8Array): string => textOf(pdf).replace(/\s+/g, ' ');

export interface EmbeddedFont {
  readonly name: string;
  readonly isEmbedded: boolean;
  readonly hasUnicode: boolean;
}

export function fontsOf(pdf: Uint8Array): EmbeddedFont[] {
  const [, , ...lines] = read('pdffonts', pdf).trim().split('\n');
  return lines.map((line) => {
    const [, name = '', embedded, unicode] = /^(\S+) .* (yes|no)\s+(?:yes|no)\s+(yes|no)\s+\d+\s+\d+$/.exec(line) ?? [];
    return { name: name.replace(/^[A-Z]{6}\+/, ''), isEmbedded: embedded === 'yes', hasUnicode: unicode === 'yes' };
  });
}

export const infoOf = (pdf: Uint8Array): ReadonlyMap<string, string> =>
  new Map(
    read('pdfinfo', pdf, '-isodates')
      .split('\n')
      .map((line) => [line.split(':')[0] ?? '', line.slice(line.indexOf(':') + 1).trim()]),
  );

export const pagesOf = (pdf: Uint8Array): number => Number(infoOf(pdf).get('Pages'));
