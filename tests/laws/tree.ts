import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A file as a law reads it: its path from the project's root, with forward slashes, and its text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

interface Ignored {
  readonly pattern: RegExp;
  readonly isBack: boolean;
}

const ignored: readonly Ignored[] = ignoreRules(read('.gitignore').text);

/**
 * The simple half of gitignore(5), which is all that ours uses: a name with stars, a slash at its end for a directory, an
 * exclamation mark to take it back. Anything else is refused rather than misread.
 */
function ignoreRules(text: string): Ignored[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, back, name = ''] = /^(!?)([\w.*-]+)\/?$/.exec(line) ?? [];
      if (name === '') throw new Error(`.gitignore says "${line}", which the laws cannot read`);
      const pattern = new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
      return { pattern, isBack: back === '!' };
    });
}

function isIgnored(name: string): boolean {
  return ignored.reduce((is, { pattern, isBack }) => (pattern.test(name) ? !isBack : is), name === '.git');
}

/** What belongs to the project at its top level, as it stands here. */
export function topLevel(): string[] {
  return readdirSync(root)
    .filter((name) => !isIgnored(name))
    .sort();
}

/** Every file of the project below `directory` ('' for all), in one order everywhere. */
export function pathsBelow(directory: string): string[] {
  return readdirSync(root + directory, { withFileTypes: true })
    .filter(({ name }) => !isIgnored(name))
    .flatMap((entry) => {
      const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
      return entry.isDirectory() ? pathsBelow(path) : [path];
    })
    .sort();
}

export const exists = (path: string): boolean => existsSync(root + path);

export function read(path: string): Source {
  return { path, text: readFileSync(root + path, 'utf8') };
}

export function sourcesBelow(directory: string, endings: RegExp): Source[] {
  return pathsBelow(directory)
    .filter((path) => endings.test(path))
    .map(read);
}

const program = /\.tsx?$/;
/** The product's own program, and that of its tests. */
export const product: readonly Source[] = sourcesBelow('src', program);
export const tests: readonly Source[] = sourcesBelow('tests', program);

/** A made-up file, for the test that shows that a law bites. */
export const madeUp = (path: string, ...lines: readonly string[]): Source => ({ path, text: lines.join('\n') });
