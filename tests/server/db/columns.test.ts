import { expect, test } from 'vitest';
import { actions } from '@/core/actions/all';
import { isSecretName } from '@/core/actions/redaction';
import type { Template } from '@/core/templates/define';
import { templates } from '@/core/templates/library';
import { columnsOf, type Kind, type Line, linesOf, listedColumns } from '../../support/columns';
import { testDatabase } from '../../support/database';

/*
 * docs/columns.md says of every column how it is kept, and why it may be. PostgreSQL's own catalogue says which columns
 * there are; what a column is called and what it holds says what it cannot be.
 */

const database = await testDatabase();

type Column = Pick<Line, 'column' | 'type'>;

/** What differs between the list and the columns there are. */
function differences(lines: readonly Line[], columns: readonly Column[]): string[] {
  const listed = new Map(lines.map(({ column, type }) => [column, type]));
  const there = new Map(columns.map(({ column, type }) => [column, type]));
  const twice = lines.filter(({ column }, index) => lines.findIndex((line) => line.column === column) !== index);
  return [
    ...columns.filter(({ column }) => !listed.has(column)).map(({ column }) => `${column} has no line`),
    ...lines.filter(({ column }) => !there.has(column)).map(({ column }) => `${column} is not there`),
    ...twice.map(({ column }) => `${column} has two lines`),
    ...lines.flatMap(({ column, type }) => {
      const is = there.get(column);
      return is === undefined || is === type ? [] : [`${column} is ${is}, not ${type}`];
    }),
  ];
}

const kinds: readonly Kind[] = ['sealed', 'hashed', 'plain'];
const isText = (type: string): boolean => /^(?:text|jsonb?|character|citext|xml)/.test(type);

/** What is wrong with a line by itself. */
function wrongWith({ column, type, kind, why }: Line): string[] {
  const name = column.slice(column.lastIndexOf('.') + 1);
  const rules: readonly (readonly [boolean, string])[] = [
    [!kinds.some((one) => one === kind), `is ${kind}, which is no kind`],
    [why.split(/\s+/).length < 3 || why.length < 12, 'does not say why'],
    [kind === 'sealed' && type !== 'bytea', 'is sealed, and what is sealed is bytes'],
    [/(?:^|_)(?:sealed|wrapped)$/.test(name) && kind !== 'sealed', 'is called sealed and is not'],
    [
      kind === 'hashed' && !/SHA-256|bcrypt|hash|made of|of the finished file/.test(why),
      'does not say with what it is hashed',
    ],
    [/_(?:hash|fingerprint)$/.test(name) && kind !== 'hashed', 'is called a hash and is not'],
    [
      type === 'bytea' && kind === 'plain' && !/\brandom bytes\b/.test(why),
      'is plain bytes, and not said to be random ones',
    ],
    [
      (isText(type) || type === 'bytea') && kind === 'plain' && isSecretName(name) && !/\bno secret\b/.test(why),
      'is called like a secret, is plain, and is not said to be no secret',
    ],
    [
      /\bfree text\b/.test(why) && !/\bfree text\b[^:]*: \w/.test(why),
      'is free text, and does not say why that may be plain',
    ],
    [isText(type) && kind === 'plain' && why.split(/\s+/).length < 4, 'is text, and what may be in it is not said'],
  ];
  return rules.flatMap(([isBroken, words]) => (isBroken ? [`${column} ${words}`] : []));
}

test('every column has one line that says how it is kept, and no line is of another', async () => {
  const columns = await columnsOf(database.owner);
  expect(columns.length).toBeGreaterThan(250);
  expect(differences(listedColumns(), columns)).toEqual([]);
});

test('that law bites: a new column, a table, a view, and what was dropped or changed', async () => {
  const before = await columnsOf(database.owner);
  const { columns, lines } = await database.owner
    .begin(async (sql) => {
      await sql`alter table app.site add column gate_code text`;
      await sql`alter table app.site drop column zone`;
      await sql`alter table app.customer alter column stripe type integer`;
      await sql`create table public.diary (entry text)`;
      await sql`create view app.who as select name from app.person`;
      throw Object.assign(new Error('undo'), { columns: await columnsOf(sql), lines: listedColumns() });
    })
    .catch((undone: Error & { columns: Column[]; lines: Line[] }) => undone);
  expect(differences(lines, columns).sort()).toEqual([
    'app.customer.stripe is integer, not smallint',
    'app.site.gate_code has no line',
    'app.site.zone is not there',
    'app.who.name has no line',
    'public.diary.entry has no line',
  ]);
  const [first] = lines;
  expect(differences([...lines, ...(first ? [first] : [])], before)).toEqual([`${first?.column} has two lines`]);
});

test('every kind fits its column, and every line says why', () => {
  expect(listedColumns().flatMap(wrongWith)).toEqual([]);
});

test('that law bites', () => {
  const text = [
    '## app.x',
    '| column | type | kind | why |',
    '| --- | --- | --- | --- |',
    '| `a` | text | open | everybody may read this one |',
    '| `b` | integer | plain | a number |',
    '| `c` | text | sealed | sealed by the application itself |',
    '| `note_sealed` | bytea | plain | 16 random bytes, for whatever reason |',
    '| `data_wrapped` | bytea | hashed | SHA-256 of the key of somebody |',
    '| `d` | bytea | hashed | nobody can read this, so it goes |',
    '| `pin_hash` | text | plain | the pin of a person, in another spelling |',
    '| `e` | bytea | plain | bytes that somebody put there |',
    '| `api_token` | text | plain | what the other side wants to see |',
    '| `f` | text | plain | free text that people type |',
    '| `g` | text | plain | what people wrote |',
    '| `key` | text | plain | no secret: the name of a lock |',
    '| `h` | text | plain | free text that people type: it is searched |',
    '| `salt` | bytea | plain | 32 random bytes that the verifier needs |',
  ].join('\n');
  expect(linesOf(text).flatMap(wrongWith)).toEqual([
    'app.x.a is open, which is no kind',
    'app.x.b does not say why',
    'app.x.c is sealed, and what is sealed is bytes',
    'app.x.note_sealed is called sealed and is not',
    'app.x.data_wrapped is called sealed and is not',
    'app.x.d does not say with what it is hashed',
    'app.x.pin_hash is called a hash and is not',
    'app.x.e is plain bytes, and not said to be random ones',
    'app.x.api_token is called like a secret, is plain, and is not said to be no secret',
    'app.x.f is free text, and does not say why that may be plain',
    'app.x.g is text, and what may be in it is not said',
  ]);
});

test('what is said of the parameters of runs is so: none of the catalogue is called like a secret', () => {
  const names = actions.flatMap(({ id, parameters }) => parameters.map(({ name }) => `${id}.${name}`));
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => isSecretName(name))).toEqual([]);
});

test('what a template takes and is called like a secret is one: sealed, and never told back', () => {
  const all: readonly Template[] = templates;
  const taken = all.flatMap(({ parameters }) => parameters).filter(({ name }) => isSecretName(name));
  expect(taken.length).toBeGreaterThan(0);
  expect(taken.filter(({ kind }) => kind !== 'secret')).toEqual([]);
});
