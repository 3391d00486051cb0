import { describe, expect, test } from 'vitest';
import type { Values } from '@/core/actions/parameter';
import { templateText } from '@/core/change/basis';
import { compile } from '@/core/templates/compile';
import type { Template } from '@/core/templates/define';
import { documentOf, readDocument, toldFault } from '@/core/templates/document/read';
import { templates } from '@/core/templates/library';
import { samples } from '../../support/template-samples';
import { spoilt, spoiltDocuments, step } from './spoilt-documents';

/* A template as a document: what the library says can be said, and nothing beyond what any template may do. */

const templateIn = (text: string): Template => {
  const read = readDocument(text);
  if ('faults' in read) throw new Error(read.faults.map(toldFault).join('; '));
  return read.template;
};
const toldOf = (text: string): readonly string[] => {
  const read = readDocument(text);
  return 'faults' in read ? read.faults.map(toldFault) : [];
};

/** The steps, their values in the order in which they are said. */
const saidBy = (template: Template, values: Values) =>
  compile(template, values).map(({ where, fields, ...step }) => ({
    ...step,
    ...{ where: Object.entries(where), fields: Object.entries(fields) },
  }));

describe('what the library says, a document says', () => {
  test.each(templates.map((one): [string, Template] => [one.id, one]))(
    '%s, exported and read back, is the same',
    (_, one) => {
      const read = templateIn(documentOf(one));
      expect(templateText(read)).toBe(templateText(one));
      expect(documentOf(templateIn(documentOf(read)))).toBe(documentOf(read));
    },
  );

  test('and it compiles to the same steps, words in the same order', () => {
    for (const one of templates) {
      const read = templateIn(documentOf(one));
      for (const values of samples[one.id]) expect(saidBy(read, values)).toEqual(saidBy(one, values));
    }
  });
});

test('a sound one is taken', () => {
  expect(toldOf(spoilt(() => null))).toEqual([]);
});

describe('is refused, and it says where', () => {
  test.each(spoiltDocuments)('%s', (_, spoil, told) => {
    expect(toldOf(spoilt(spoil))).toContain(told);
  });

  test.each<[string, string, string]>([
    ['no JSON', '{"a": }', 'a: is no JSON: here a value was to stand'],
    ['a comma too many', '{"a": 1,}', 'The document is no JSON: behind a comma comes one more, and no }.'],
    ['a name that stands twice', '{"id": "own.a", "id": "own.b"}', 'id: stands there twice'],
    ['a number that is none', '{"version": 01}', 'The document is no JSON: here a comma or } was to stand.'],
    ['two documents', '{} {}', 'The document behind its end stands something more.'],
    ['depth', `${'['.repeat(50_000)}`, '[0][0]: is nested deeper than 12'],
    ['length', ' '.repeat(70_000), 'The document has 70000 characters, and may have 65536.'],
    ['a list', '[]', 'The document Invalid'],
  ])('%s', (_, text, told) => {
    expect(toldOf(text).join('\n')).toContain(told === 'The document Invalid' ? 'The document has to be object' : told);
  });

  test('on which line', () => {
    const text = spoilt((d) => Object.assign(step(d), { fields: { foo: { fixed: 'x' } } }));
    const read = readDocument(text);
    const [fault] = 'faults' in read ? read.faults.filter(({ path }) => path.includes('foo')) : [];
    expect(text.split('\n').slice(0, fault?.line).join('\n')).toMatch(/"foo": \{$/);
  });
});
