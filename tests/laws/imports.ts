import { dirname, join } from 'node:path/posix';
import { lineOf, literal, propertyName, syntaxOf, visit } from './syntax';
import type { Source } from './tree';

/** One file opening another, or a package. */
export interface Import {
  readonly from: Source;
  readonly line: number;
  /** As written: `@/core/ids`, `./open`, `zod`; null when it is put together while the program runs. */
  readonly specifier: string | null;
  /** For one of ours its path from the root, with an ending if there is such a file; null for a package. */
  readonly path: string | null;
  /** What it takes: names as the opened file exports them, or `*`. */
  readonly names: readonly string[];
  /** Gone when the program runs. An inline `import { type A }` is not: it still opens the file. */
  readonly isType: boolean;
}

type Found = Pick<Import, 'specifier' | 'names' | 'isType'> & { readonly start: number };

/** Everything a file opens, in any way the language has: import, export from, import(), typeof import(), require, URL. */
export function importsOf(source: Source, all: ReadonlyMap<string, Source>): Import[] {
  return [...statements(source), ...expressions(source)].map(({ start, specifier, names, isType }) => {
    const path = specifier === null ? null : resolve(source.path, specifier, all);
    return { from: source, line: lineOf(source, start), specifier, path, names, isType };
  });
}

const nameOf = (node: { name: string } | { value: string | null } | object): string =>
  'name' in node ? String(node.name) : 'value' in node ? String(node.value) : '*';

function statements(source: Source): Found[] {
  return syntaxOf(source).program.body.flatMap((node): Found[] => {
    switch (node.type) {
      case 'ImportDeclaration': {
        const names = node.specifiers.map((one) =>
          one.type === 'ImportSpecifier'
            ? nameOf(one.imported)
            : one.type === 'ImportDefaultSpecifier'
              ? 'default'
              : '*',
        );
        return [{ start: node.start, specifier: node.source.value, names, isType: node.importKind === 'type' }];
      }
      case 'ExportAllDeclaration':
        return [{ start: node.start, specifier: node.source.value, names: ['*'], isType: node.exportKind === 'type' }];
      case 'ExportNamedDeclaration': {
        if (node.source === null) return [];
        const names = node.specifiers.map(({ local }) => nameOf(local));
        return [{ start: node.start, specifier: node.source.value, names, isType: node.exportKind === 'type' }];
      }
      default:
        return [];
    }
  });
}

function expressions(source: Source): Found[] {
  const found: Found[] = [];
  const add = (node: { start: number }, specifier: string | null, isType: boolean) =>
    found.push({ start: node.start, specifier, names: ['*'], isType });
  visit(source, {
    ImportExpression: (node) => add(node, literal(node.source), false),
    TSImportType: (node) => add(node, literal(node.source), true),
    TSExternalModuleReference: (node) => add(node, literal(node.expression), false),
    CallExpression: (node) => {
      const { callee } = node;
      const isRequire =
        (callee.type === 'Identifier' && callee.name === 'require') ||
        (callee.type === 'MemberExpression' &&
          callee.object.type === 'MetaProperty' &&
          propertyName(callee) === 'resolve');
      if (isRequire) add(node, literal(node.arguments[0]), false);
    },
    // A worker's file: `new URL('./password.worker.ts', import.meta.url)`. Any other URL names no program.
    NewExpression: (node) => {
      const [file, base] = node.arguments;
      const isOfThisFile = base?.type === 'MemberExpression' && base.object.type === 'MetaProperty';
      const name = literal(file);
      if (isOfThisFile && name !== null && /\.[cm]?[jt]sx?$/.test(name)) add(node, name, false);
    },
  });
  return found;
}

/** As TypeScript and the bundlers find a file; null for a package. */
function resolve(from: string, specifier: string, all: ReadonlyMap<string, Source>): string | null {
  const isOurs = specifier.startsWith('@/') || /^\.\.?(\/|$)/.test(specifier);
  if (!isOurs) return null;
  const bare = specifier.startsWith('@/') ? `src/${specifier.slice(2)}` : join(dirname(from), specifier);
  const endings = ['', '.ts', '.tsx', '/index.ts', '/index.tsx'];
  return endings.map((ending) => bare + ending).find((path) => all.has(path)) ?? bare;
}

const byPath = (sources: readonly Source[]): ReadonlyMap<string, Source> =>
  new Map(sources.map((source) => [source.path, source]));

/** Every import of every file. */
export function importsAmong(sources: readonly Source[]): Import[] {
  const all = byPath(sources);
  return sources.flatMap((source) => importsOf(source, all));
}

/**
 * The files that `starts` open, directly or through others, each with the way that leads there. `follow` says which
 * imports count.
 */
export function waysFrom(
  starts: readonly string[],
  imports: readonly Import[],
  follow: (one: Import) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const opened = new Map<string, string[]>();
  for (const { from, path } of imports.filter(follow))
    if (path !== null) opened.set(from.path, [...(opened.get(from.path) ?? []), path]);
  const ways = new Map<string, readonly string[]>(starts.map((path) => [path, [path]]));
  // A Map shows entries added while it is gone through, so this ends when nothing new was found.
  for (const [path, way] of ways) {
    for (const next of opened.get(path) ?? []) if (!ways.has(next)) ways.set(next, [...way, next]);
  }
  return ways;
}
