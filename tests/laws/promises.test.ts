import { expect, test } from 'vitest';
import { at, commentedLines, lineOf, visit } from './syntax';
import { madeUp, product, type Source, tests } from './tree';

/** Where the compiler or a reader is asked to believe something: each says why that is safe. */
function bareBeliefs(source: Source): string[] {
  const safe = commentedLines(source, /^safe: \S/);
  const reasoned = commentedLines(source, /^biome-ignore lint\/suspicious\/noExplicitAny: \S/);
  const found: string[] = [];
  // On the line where it begins or ends, or where the `as` stands, or on the line above one of them or its statement.
  const statements: { start: number; end: number }[] = [];
  const explain = (node: { start: number; end: number }, type: { start: number } | null) => {
    const statement = statements.findLast(({ start, end }) => start <= node.start && node.end <= end);
    const places = [node.start, node.end, type?.start ?? node.start, statement?.start ?? node.start];
    return places.map((offset) => lineOf(source, offset)).some((line) => safe.has(line) || safe.has(line - 1));
  };
  const enter = (node: { start: number; end: number }) => {
    statements.push(node);
  };
  visit(source, {
    ExpressionStatement: enter,
    VariableDeclaration: enter,
    ReturnStatement: enter,
    TSAsExpression: (node) => {
      const isConst = source.text.slice(node.typeAnnotation.start, node.typeAnnotation.end) === 'const';
      if (!isConst && !explain(node, node.typeAnnotation)) found.push(at(source, node, '`as` without `// safe:`'));
    },
    TSTypeAssertion: (node) => {
      if (!explain(node, null)) found.push(at(source, node, '`<T>` without `// safe:`'));
    },
    TSNonNullExpression: (node) => {
      found.push(at(source, node, '`!`'));
    },
    TSAnyKeyword: (node) => {
      const line = lineOf(source, node.start);
      if (!reasoned.has(line) && !reasoned.has(line - 1)) found.push(at(source, node, '`any`'));
    },
  });
  return found;
}

test('every `as` says why it is safe, and there is no `any` and no `!`', () => {
  expect([...product, ...tests].flatMap(bareBeliefs)).toEqual([]);
});

test('that law bites', () => {
  const offender = madeUp(
    'src/core/a.ts',
    'const a = b as string;',
    'const c = d as unknown as string; // because',
    'const e = f as const;',
    'const g = h as string; // safe: a literal.',
    '// safe: `i` was made here,',
    '// two lines up.',
    'const j = i as string;',
    '',
    'const k = l!;',
    'const m = (n: any) => n;',
    '// biome-ignore lint/suspicious/noExplicitAny: a library says so.',
    'const o = (p: any) => p;',
    '// safe:',
    'const q = r as string;',
    'const s = <T,>(t: T) => t;',
    'const u = <string>v;',
    '// safe: what follows is a literal.',
    'w({',
    '  x,',
    '  y: z as string,',
    '});',
  );
  expect(bareBeliefs(offender)).toEqual([
    'src/core/a.ts:1 `as` without `// safe:`',
    'src/core/a.ts:2 `as` without `// safe:`',
    'src/core/a.ts:2 `as` without `// safe:`',
    'src/core/a.ts:9 `!`',
    'src/core/a.ts:10 `any`',
    'src/core/a.ts:14 `as` without `// safe:`',
    'src/core/a.ts:16 `<T>` without `// safe:`',
  ]);
});

/** Catch only where something can be done; whoever does nothing says why nothing is right. */
function silentCatches(source: Source): string[] {
  const words = commentedLines(source, /\S{2}/);
  const found: string[] = [];
  visit(source, {
    CatchClause: (node) => {
      if (node.body.body.length === 0) found.push(at(source, node, 'an empty catch'));
    },
    // Only where the result is dropped as well: `await a().catch(() => null)` may be a value that is looked at.
    ExpressionStatement: (node) => {
      const text = source.text.slice(node.start, node.end);
      if (!/\b(catch\(|then\(.*,)\s*(async\s*)?\(?\w*\)?\s*=>\s*(\{\s*\}|undefined|null|void 0),?\s*\);?$/s.test(text))
        return;
      const line = lineOf(source, node.end);
      const first = lineOf(source, node.start);
      if (![line, line - 1, first - 1].some((one) => words.has(one)))
        found.push(at(source, node, 'drops an error without a word'));
    },
  });
  return found;
}

test('no error is dropped without a word', () => {
  expect([...product, ...tests].flatMap(silentCatches)).toEqual([]);
});

test('that law bites', () => {
  const offender = madeUp(
    'src/core/a.ts',
    'try { a(); } catch {}',
    'try { a(); } catch (error) { /* nothing */ }',
    '',
    'b().catch(() => {});',
    'void b().catch(() => undefined);',
    'b().then(c, () => null);',
    'await b()',
    '  .catch(() => undefined);',
    '',
    '// Its end is the event that matters.',
    'b().catch(() => undefined);',
    'b().catch(() => false);',
    'const d = await b().catch(() => undefined);',
    'function e() { try { a(); } catch { return; } }',
  );
  expect(silentCatches(offender)).toEqual([
    'src/core/a.ts:1 an empty catch',
    'src/core/a.ts:2 an empty catch',
    'src/core/a.ts:4 drops an error without a word',
    'src/core/a.ts:5 drops an error without a word',
    'src/core/a.ts:6 drops an error without a word',
    'src/core/a.ts:7 drops an error without a word',
  ]);
});
