import {
  type BindingPattern,
  type Comment,
  type Program,
  parseSync,
  type Span,
  Visitor,
  type VisitorObject,
} from 'oxc-parser';
import type { Source } from './tree';

interface Syntax {
  readonly program: Program;
  readonly comments: readonly Comment[];
  readonly lineStarts: readonly number[];
}

const known = new WeakMap<Source, Syntax>();

/** A file's syntax tree. A file that does not parse breaks every law at once. */
export function syntaxOf(source: Source): Syntax {
  const before = known.get(source);
  if (before !== undefined) return before;
  // Parentheses have no meaning of their own here.
  const { program, comments, errors } = parseSync(source.path, source.text, { preserveParens: false });
  if (errors[0] !== undefined) throw new Error(`${source.path} does not parse: ${errors[0].message}`);
  const lineStarts = [0, ...[...source.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const syntax = { program, comments, lineStarts };
  known.set(source, syntax);
  return syntax;
}

export function visit(source: Source, visitor: VisitorObject): void {
  new Visitor(visitor).visit(syntaxOf(source).program);
}

/** The line of an offset, from 1. */
export function lineOf(source: Source, offset: number): number {
  const { lineStarts } = syntaxOf(source);
  const after = lineStarts.findIndex((start) => start > offset);
  return after === -1 ? lineStarts.length : after;
}

/** How an offence is written: where, and what. */
export const at = (source: Source, node: { readonly start: number }, what: string): string =>
  `${source.path}:${lineOf(source, node.start)} ${what}`;

/** The name that `a.name` or `a['name']` asks for; null when only running the program would tell. */
export function propertyName(node: { computed: boolean; property: { type: string } }): string | null {
  const { property } = node;
  if (!node.computed && 'name' in property) return String(property.name);
  return literal(property);
}

/** The text of a string that is written out; null for anything else. */
export function literal(node: object | null | undefined): string | null {
  if (!node || !('type' in node)) return null;
  if (node.type === 'Literal' && 'value' in node && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral' && 'quasis' in node && Array.isArray(node.quasis) && node.quasis.length === 1)
    return String(node.quasis[0].value.cooked);
  return null;
}

export const isNamed = (node: { type: string }, name: string): boolean =>
  node.type === 'Identifier' && 'name' in node && node.name === name;

/** Lines on which a comment lies that matches, and those of the whole block of line comments it belongs to. */
export function commentedLines(source: Source, pattern: RegExp): ReadonlySet<number> {
  const lines = new Set<number>();
  let block: { last: number; matches: boolean } = { last: -1, matches: false };
  for (const comment of syntaxOf(source).comments) {
    const [first, last] = [lineOf(source, comment.start), lineOf(source, comment.end)];
    block = {
      last,
      matches: pattern.test(comment.value.trim()) || (block.matches && block.last === first - 1),
    };
    if (block.matches) for (let line = first; line <= last; line++) lines.add(line);
  }
  return lines;
}

/** The names a file exports that still exist when the program runs, in order. */
export function exportedValues(source: Source): string[] {
  const names: string[] = [];
  for (const node of syntaxOf(source).program.body) {
    if (node.type === 'ExportDefaultDeclaration') names.push('default');
    if (node.type === 'ExportAllDeclaration' && node.exportKind === 'value') names.push('*');
    if (node.type !== 'ExportNamedDeclaration' || node.exportKind === 'type') continue;
    names.push(
      ...node.specifiers.flatMap((one) => (one.exportKind === 'type' ? [] : [sourceOf(source, one.exported)])),
    );
    const made = node.declaration;
    if (made?.type === 'VariableDeclaration') names.push(...made.declarations.flatMap(({ id }) => boundNames(id)));
    else if (made && 'id' in made && made.id !== null) names.push(sourceOf(source, made.id));
  }
  return names.sort();
}

const sourceOf = ({ text }: Source, { start, end }: Span): string => text.slice(start, end);

/** The names that a declaration binds, through any destructuring. */
function boundNames(pattern: BindingPattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'ArrayPattern':
      return pattern.elements.flatMap((one) =>
        one === null ? [] : boundNames(one.type === 'RestElement' ? one.argument : one),
      );
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) => boundNames(one.type === 'RestElement' ? one.argument : one.value));
  }
}
