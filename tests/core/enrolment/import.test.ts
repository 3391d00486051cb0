import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columns } from '@/core/enrolment/columns';
import { judge, problemOfHeading } from '@/core/enrolment/import';
import { writtenFingerprint } from '@/core/enrolment/ways';

const none = { names: new Set<string>(), credentials: new Set(['Reading']), ranges: [] };
const lineOf = (cells: Readonly<Record<string, string>>, number = 2) => ({ number, cells, beyond: [] });
const good = { name: 'tower-01', address: '10.0.0.1' };
/** What is made of one line in which these cells stand beside a good name and a good address. */
const one = (cells: Readonly<Record<string, string>>) => judge([lineOf({ ...good, ...cells })], none)[0];
const problemOf = (cells: Readonly<Record<string, string>>) => one(cells)?.problem;
const many = (...lines: Readonly<Record<string, string>>[]) =>
  judge(
    lines.map((cells, at) => lineOf({ ...good, ...cells }, at + 2)),
    none,
  ).map(({ problem }) => problem);

test('a heading names the columns in any order, the name and the address among them, each once', () => {
  for (const heading of [['name', 'address'], ['address', 'name'], columns, columns.toReversed()])
    expect(problemOfHeading(heading)).toBeNull();
  const known = 'There are: name, address, port, site, tags, fingerprint, credentials.';
  expect(problemOfHeading(['name', 'address', 'pin'])).toBe(`The column "pin" is not known. ${known}`);
  expect(problemOfHeading(['name', 'address', 'constructor'])).toBe(`The column "constructor" is not known. ${known}`);
  expect(problemOfHeading(['name', 'address', ''])).toBe(`A column of the first line is not known. ${known}`);
  expect(problemOfHeading(['name'])).toBe('The column "address" is missing. Name the columns in the first line.');
  expect(problemOfHeading([])).toBe('The column "name" is missing. Name the columns in the first line.');
  expect(problemOfHeading(['name', 'address', 'name'])).toBe('A column is named twice.');
});

test('what is left out takes its usual value', () => {
  const device = {
    name: 'tower-01',
    address: '10.0.0.1',
    port: 8729,
    site: null,
    tags: [],
    pin: null,
    credentials: null,
  };
  const blank = { port: ' ', site: '', tags: '\t', fingerprint: '', credentials: ' ' };
  for (const cells of [{}, blank]) expect(one(cells)).toEqual({ number: 2, device, problem: null });
});

test.each([
  [{ name: '' }, 'name is missing'],
  [{ name: ' \t' }, 'name is missing'],
  [{ name: 'x'.repeat(65) }, 'name: Too big: expected string to have <=64 characters'],
  [{ name: 'a\0b' }, 'name: no control or invisible characters'],
  [{ name: 'a\nb' }, 'name: no control or invisible characters'],
  [{ name: '\u202egw-10' }, 'name: no control or invisible characters'],
  [{ name: 'gw\u200b' }, 'name: no control or invisible characters'],
  [{ name: '\ud800' }, 'name: no control or invisible characters'],
  [{ address: '' }, 'address is missing'],
  [{ address: '10.0.0.1/24' }, 'address: a host name or an IP address, without a port'],
  [{ address: 'admin@10.0.0.1' }, 'address: a host name or an IP address, without a port'],
  [{ address: '10.0.0.1\0.example.net' }, 'address: a host name or an IP address, without a port'],
  [{ address: 'gw .example.net' }, 'address: a host name or an IP address, without a port'],
  [{ address: '１０.0.0.1' }, 'address: a host name or an IP address, without a port'],
  [{ address: `${'a'.repeat(254)}` }, 'address: Too big: expected string to have <=253 characters'],
  [{ site: 'Hill\rtop' }, 'site: no control or invisible characters'],
  [{ site: 'x'.repeat(65) }, 'site: Too big: expected string to have <=64 characters'],
  [{ tags: 'Core' }, 'tags: lower-case letters, digits, dot, hyphen, at most 32'],
  [{ tags: 'ok; -no' }, 'tags: lower-case letters, digits, dot, hyphen, at most 32'],
  [{ tags: 'a,b' }, 'tags: lower-case letters, digits, dot, hyphen, at most 32'],
  [{ tags: 'x'.repeat(33) }, 'tags: lower-case letters, digits, dot, hyphen, at most 32'],
  [
    { tags: Array.from({ length: 33 }, (_, i) => `t${i}`).join(' ') },
    'tags: Too big: expected array to have <=32 items',
  ],
  [{ fingerprint: 'ab'.repeat(31) }, 'fingerprint: not a SHA-256 fingerprint: 64 hexadecimal digits'],
  [{ fingerprint: 'ab'.repeat(33) }, 'fingerprint: not a SHA-256 fingerprint: 64 hexadecimal digits'],
  [{ fingerprint: 'SHA256:abcd' }, 'fingerprint: not a SHA-256 fingerprint: 64 hexadecimal digits'],
  // SHA-1, which routers show beside it.
  [{ fingerprint: 'ab'.repeat(20) }, 'fingerprint: not a SHA-256 fingerprint: 64 hexadecimal digits'],
])('a cell that is wrong is named with its column: %j', (cells, problem) => {
  expect(one(cells)).toEqual({ number: 2, device: null, problem });
});

test('a port is a number from 1 to 65535, written as one', () => {
  for (const [port, number] of [
    ['1', 1],
    [' 8728 ', 8728],
    ['08729', 8729],
    ['65535', 65_535],
  ] as const)
    expect(one({ port })?.device?.port).toBe(number);
  for (const port of [
    'abc',
    '80.5',
    '-1',
    '+1',
    '0x2219',
    '1e3',
    '8729/tcp',
    '8,729',
    '123456',
    'Infinity',
    '８７２９',
  ])
    expect([port, problemOf({ port })]).toEqual([port, 'port: a number from 1 to 65535']);
});

test('tags are several, each once and in order, between blanks and semicolons', () => {
  for (const tags of ['mpls core', 'mpls;core', ' core ;  mpls ', 'core\nmpls', 'core core mpls', ';core;;mpls;'])
    expect(one({ tags })?.device?.tags).toEqual(['core', 'mpls']);
});

test('a fingerprint is the same in both spellings, and in either case', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const bare = Buffer.from(bytes).toString('hex');
      const written = writtenFingerprint(bare);
      expect(written).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
      for (const fingerprint of [
        bare,
        bare.toUpperCase(),
        written,
        ` ${written.toLowerCase()} `,
        written.replaceAll(':', ' '),
      ])
        expect(one({ fingerprint })?.device?.pin).toBe(bare);
    }),
  );
});

test('a name that is taken, or stands in a line before, is named with that line', () => {
  const lines = [{ name: 'a' }, { name: 'kept' }, { name: 'b' }, { name: 'a' }, { name: ' a ' }, { name: 'A' }];
  const judged = judge(
    lines.map((cells, at) => lineOf({ ...cells, address: `10.0.0.${at}` }, at + 2)),
    { ...none, names: new Set(['kept']) },
  );
  expect(judged.map(({ problem }) => problem)).toEqual([
    null,
    'there is a device named "kept" already',
    null,
    '"a" stands in line 2 already',
    '"a" stands in line 2 already',
    null,
  ]);
});

test('a place that stands in a line before is named with that line; another port is another place', () => {
  const at = (name: string, address: string, port = '') => ({ name, address, port });
  expect(
    many(
      at('a', 'gw.example.net'),
      at('b', 'GW.example.NET', '8729'),
      at('c', 'gw.example.net', '8730'),
      at('d', '10.0.0.1', '8730'),
      at('e', ' gw.example.net ', '8730'),
    ),
  ).toEqual([
    null,
    '"gw.example.net port 8729" stands in line 2 already',
    null,
    null,
    '"gw.example.net port 8730" stands in line 4 already',
  ]);
});

test('credentials are those of the customer by their name, and no others', () => {
  expect(one({ credentials: ' Reading ' })?.device?.credentials).toBe('Reading');
  expect(problemOf({ credentials: 'reading' })).toBe('there are no credentials named "reading"');
  expect(problemOf({ credentials: 'a\u0000b' })).toBe('credentials: no control or invisible characters');
});

test('a line that is wrong takes no name from the ones after it', () => {
  expect(many({ name: 'a', port: 'none' }, { name: 'a' })).toEqual(['port: a number from 1 to 65535', null]);
});

test.each([
  '=HYPERLINK("https://example.net")',
  '+1+1',
  '-1',
  '@SUM(A1)',
  '=cmd|’/c calc’!A0',
  '$(reboot)',
  '"; /system reboot',
  '<b>',
])('what a spreadsheet or a shell would carry out is a name like any other: %j', (name) => {
  expect(one({ name })?.device?.name).toBe(name);
});

test('whatever stands in the cells, each line is told what it is, and what is taken is as it has to be', () => {
  const cells = fc.record(
    Object.fromEntries(columns.map((name) => [name, fc.string({ unit: 'binary', maxLength: 80 })])),
  );
  fc.assert(
    fc.property(fc.array(cells, { maxLength: 20 }), (lines) => {
      const judged = judge(
        lines.map((line, at) => lineOf(line, at + 2)),
        none,
      );
      expect(judged.map(({ number }) => number)).toEqual(lines.map((_, at) => at + 2));
      for (const { device, problem } of judged) {
        expect(device === null).toBe(problem !== null);
        expect(problem ?? '').not.toMatch(/[\p{C}]/u);
        expect(`${device?.name}${device?.site}`).not.toMatch(/\p{C}/u);
        expect(device?.address ?? 'a').toMatch(/^[A-Za-z0-9._:-]+$/);
      }
    }),
  );
});
