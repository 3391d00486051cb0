import { expect, test } from 'vitest';
import { lineOf, syntaxOf, visit } from './syntax';
import { madeUp, pathsBelow, product, type Source, sourcesBelow, tests } from './tree';

/** Lines that are neither blank nor comment. A longer file is two things. */
const most = { program: 200, test: 300, data: 600 };

const styles = sourcesBelow('src', /\.css$/);
const scripts = sourcesBelow('', /^[^/]*\.(mjs|ts)$/);

/** Codes lines: those with anything on them once comments are taken out. */
function codeLines(source: Source): number {
  const comments = source.path.endsWith('.css')
    ? [...source.text.matchAll(/\/\*.*?\*\//gs)].map(({ index, 0: { length } }) => ({
        start: index,
        end: index + length,
      }))
    : syntaxOf(source).comments;
  let text = source.text;
  // From the end, so that the places of the others stay. Line breaks stay too: a comment between two words is no new line.
  for (const { start, end } of [...comments].reverse())
    text = text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, '') + text.slice(end);
  return text.split('\n').filter((line) => line.trim() !== '').length;
}

/** A table of data: imports, types and constants, with nothing in it that decides. */
function isData(source: Source): boolean {
  if (source.path.endsWith('.css')) return false;
  const isTable = syntaxOf(source).program.body.every((node) => {
    const made = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
    if (made === null || made === undefined) return true;
    if (made.type === 'VariableDeclaration') return made.kind === 'const';
    return ['ImportDeclaration', 'TSTypeAliasDeclaration', 'TSInterfaceDeclaration'].includes(made.type);
  });
  let decides = false;
  const say = () => {
    decides = true;
  };
  visit(source, {
    ArrowFunctionExpression: say,
    FunctionExpression: say,
    FunctionDeclaration: say,
    ClassDeclaration: say,
    ConditionalExpression: say,
    LogicalExpression: say,
  });
  return isTable && !decides;
}

function tooLong(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const lines = codeLines(source);
    if (lines <= most.program) return [];
    const limit = isData(source) ? most.data : /^tests\//.test(source.path) ? most.test : most.program;
    return lines > limit ? [`${source.path} has ${lines} lines, ${limit} at most`] : [];
  });
}

test('no file is too long', () => {
  expect(tooLong([...product, ...styles, ...scripts, ...tests])).toEqual([]);
});

test('that law bites', () => {
  const lines = (count: number, line: string) => Array.from({ length: count }, () => line);
  const long = madeUp('src/core/a.ts', ...lines(201, 'f();'));
  const commented = madeUp(
    'src/core/b.ts',
    ...lines(200, 'f(); // once'),
    ...lines(50, '// why'),
    '',
    '/* a',
    'b',
    '*/',
  );
  const sheet = madeUp('src/ui/c.css', ...lines(201, 'a { top: 0 }'), '/* why', '*/');
  const testing = madeUp('tests/core/d.test.ts', ...lines(300, 'f();'));
  const table = madeUp('src/core/e.ts', 'export const all = [', ...lines(598, "  'a',"), '];');
  const deciding = madeUp('src/core/f.ts', 'export const all = [', ...lines(201, '  a ? 1 : 2,'), '];');
  expect(tooLong([long, commented, sheet, testing, table, deciding])).toEqual([
    'src/core/a.ts has 201 lines, 200 at most',
    'src/ui/c.css has 201 lines, 200 at most',
    'src/core/f.ts has 203 lines, 200 at most',
  ]);
  expect(tooLong([madeUp('src/core/e.ts', 'export const all = [', ...lines(599, "  'a',"), '];')])).toHaveLength(1);
});

const empty = /^(utils?|helpers?|libs?|commons?|shared|misc|types|managers?|stuff)$/;

/** A name that says what is in it: words like these collect what nobody wanted to name. */
function emptyNames(paths: readonly string[]): string[] {
  return paths.filter((path) => path.split('/').some((part) => part.split(/[.-]/).some((word) => empty.test(word))));
}

test('no file or room is named after nothing', () => {
  expect(emptyNames([...pathsBelow('src'), ...pathsBelow('tests')])).toEqual([]);
});

test('that law bites', () => {
  const offenders = [
    'src/core/utils/a.ts',
    'src/ui/date-utils.ts',
    'src/server/types.ts',
    'src/server/db/people.types.ts',
    'tests/helpers/a.ts',
    'src/server/session-manager.ts',
  ];
  expect(emptyNames([...offenders, 'src/ui/content-type.ts', 'src/core/calibre.ts'])).toEqual(offenders);
});

/** Files that are the table they re-export. */
const barrels = ['src/core/actions/index.ts', 'src/server/db/schema/index.ts'];

/** A file that only passes on what others export: it hides where a thing lives and makes everybody open everything. */
function barrelsAmong(sources: readonly Source[]): string[] {
  return (
    sources
      .filter(({ path }) => !barrels.includes(path))
      // Next wants a route's file there, whatever it holds.
      .filter(({ path }) => !/^src\/app\/.*\/route\.ts$/.test(path))
      .filter((source) => /(^|\/)index\.tsx?$/.test(source.path) || passesOn(source))
      .map(({ path }) => path)
  );
}

function passesOn(source: Source): boolean {
  const { body } = syntaxOf(source).program;
  const isPassing = body.every(
    (node) =>
      node.type === 'ImportDeclaration' ||
      node.type === 'ExportAllDeclaration' ||
      (node.type === 'ExportNamedDeclaration' && node.declaration === null),
  );
  return isPassing && body.some((node) => node.type !== 'ImportDeclaration');
}

test('imports name the file: no barrels', () => {
  expect(barrelsAmong([...product, ...tests])).toEqual([]);
});

test('that law bites', () => {
  const offenders = [
    madeUp('src/ui/index.ts', 'export const a = 1;'),
    madeUp('src/ui/controls.ts', "export * from './button';"),
    madeUp('src/core/all.ts', "import { a } from './a';", 'export { a };'),
  ];
  const honest = [
    madeUp('src/app/healthz/route.ts', "export { answer as GET } from '@/server/api/http/health';"),
    madeUp('src/server/db/open.ts', "export type { T } from './connection';", 'export const a = 1;'),
    madeUp('src/ui/fonts.ts', "import '@fontsource/a';"),
  ];
  expect(barrelsAmong([...offenders, ...honest])).toEqual(offenders.map(({ path }) => path));
});

test('lines are counted from 1, also on the last one', () => {
  expect(lineOf(madeUp('src/a.ts', 'a();', 'b();'), 5)).toBe(2);
});
