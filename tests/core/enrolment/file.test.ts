import { expect, test } from 'vitest';
import { mostDevices } from '@/core/enrolment/devices';
import { AppError } from '@/core/errors';
import { readDeviceFile } from '@/server/api/device-file';

const nobody = { names: new Set<string>(), credentials: new Set<string>(), ranges: [] };
const read = (text: string) => readDeviceFile(text, nobody);
/** By its line: the name of the device, or what is wrong. */
const told = (text: string) => read(text).map(({ number, device, problem }) => [number, device?.name ?? problem]);
function refusalOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error.message;
    throw error;
  }
  return 'read';
}

test.each([
  ['commas', ','],
  ['semicolons', ';'],
  ['tabs', '\t'],
])('a file of %s is read, with CR LF and a byte order mark or without', (_what, sign) => {
  const lines = [
    ['name', 'address', 'port', 'site'],
    ['tower-01', '10.0.0.1', '', 'Hill'],
    ['tower-02', 'gw.example.net', '18729', ''],
  ];
  const expected = [
    {
      number: 2,
      device: {
        name: 'tower-01',
        address: '10.0.0.1',
        port: 8729,
        site: 'Hill',
        tags: [],
        pin: null,
        credentials: null,
      },
    },
    {
      number: 3,
      device: {
        name: 'tower-02',
        address: 'gw.example.net',
        port: 18729,
        site: null,
        tags: [],
        pin: null,
        credentials: null,
      },
    },
  ];
  for (const end of ['\n', '\r\n', '\r'])
    for (const mark of ['', '\ufeff'])
      for (const last of ['', end])
        expect(read(mark + lines.map((cells) => cells.join(sign)).join(end) + last)).toMatchObject(expected);
});

test('cells may stand in quotes, with the sign of the file, quotes and blanks in them; the heading in any case', () => {
  const file = ' Name ,"ADDRESS",Site,tags\na , 10.0.0.1 ,"Hill, ""upper""","core;mpls;"\n';
  expect(read(file)).toMatchObject([
    { device: { name: 'a', address: '10.0.0.1', site: 'Hill, "upper"', tags: ['core', 'mpls'] } },
  ]);
});

test.each(['\n', '\r\n', '\r'])(
  'lines are numbered as an editor numbers them, by where a record begins (%j)',
  (end) => {
    const file = [
      ...['name,address,tags', '', 'a,10.0.0.1,', '"b', 'b",10.0.0.2,', ',10.0.0.3,'],
      ...['', '', 'c,10.0.0.4,"x', 'y', 'z"', '"d",10.0.0.5,', 'a,10.0.0.6,'],
    ].join(end);
    expect(told(file)).toEqual([
      [3, 'a'],
      [4, 'name: no control or invisible characters'],
      [6, 'name is missing'],
      [9, 'c'],
      [12, 'd'],
      [13, '"a" stands in line 3 already'],
    ]);
  },
);

test('a file that is no list of devices says why, and shows nothing of what is in it', () => {
  expect(refusalOf('')).toBe('The file is empty.');
  expect(refusalOf('\ufeff\r\n\r\n')).toBe('The file is empty.');
  expect(refusalOf('tower-01,10.0.0.1\n')).toBe(
    'The column "tower-01" is not known. There are: name, address, port, site, tags, fingerprint, credentials.',
  );
  expect(refusalOf('name,address,__proto__\n')).toContain('The column "__proto__" is not known.');
  expect(refusalOf('name,port\n')).toBe('The column "address" is missing. Name the columns in the first line.');
  expect(refusalOf('address\n')).toBe('The column "name" is missing. Name the columns in the first line.');
  expect(refusalOf('name,address,NAME\n')).toBe('A column is named twice.');
});

test('what is no CSV says in which line', () => {
  const good = 'name,address\r\na,10.0.0.1\r\n"b\r\nb",10.0.0.2\r\n\r\n';
  expect(refusalOf(`${good}"c,10.0.0.3\r\nd,10.0.0.4\r\n`)).toBe(
    'The file is not CSV. Line 6: a quote is opened and not closed.',
  );
  expect(refusalOf(`${good}c"c,10.0.0.3\r\n`)).toBe(
    'The file is not CSV. Line 6: a quote stands in the middle of a cell.',
  );
  expect(refusalOf(`${good}"c"c,10.0.0.3\r\n`)).toBe(
    'The file is not CSV. Line 6: a quote ends in the middle of a cell.',
  );
  expect(refusalOf(`${good}${'c'.repeat(10_001)},10.0.0.3\r\n`)).toBe(
    'The file is not CSV. Line 6: it is longer than 10,000 bytes.',
  );
});

test.each([
  ['NUL', 'na\0me,address'],
  ['a turn of direction', '\u202eeman,address'],
  ['half a character', 'name,address,\ud800'],
  ['a line too long to be shown', `name,${'x'.repeat(5_000)}`],
  ['NUL at a quote', 'name,address\na\0"b,10.0.0.1'],
  ['half a character at a quote', 'name,address\n"a"\ud800,10.0.0.1'],
  ['a picture', '\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0'],
])('a refusal can be shown and kept: %s', (_what, file) => {
  const refusal = refusalOf(file);
  expect(refusal).toMatch(/^(The|A) (column|file)/);
  expect(refusal).not.toMatch(/[\p{C}]/u);
  expect(refusal.length).toBeLessThan(200);
});

test('a cell too many is not passed over, an empty one is', () => {
  const file = 'name,address\na,10.0.0.1,,\nHill, north,10.0.0.2\nc,10.0.0.3,core\nd,10.0.0.4\n';
  const tooMany = 'has more cells than the first line has columns';
  expect(told(file)).toEqual([
    [2, 'a'],
    [3, tooMany],
    [4, tooMany],
    [5, 'd'],
  ]);
});

test('2,000 devices go at a time, and not one more', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, i) => `r${i},10.0.${i >> 8}.${i & 255}`).join('\n');
  expect(read(`name,address\n${lines(mostDevices)}`)).toHaveLength(2_000);
  expect(refusalOf(`name,address\n${lines(mostDevices + 1)}`)).toBe(
    'The file has 2001 devices; at most 2000 go at a time.',
  );
});

test('900 kB are read in no time', () => {
  const tags = Array.from({ length: 31 }, (_, i) => `tag-${i}-padded`).join(' ');
  const lines = Array.from({ length: 2_000 }, (_, i) => `"router ${i}",10.0.${i >> 8}.${i & 255},${tags}`);
  const file = `name,address,tags\n${lines.join('\n')}`;
  expect(file.length).toBeGreaterThan(850_000);
  const before = performance.now();
  expect(read(file).every(({ problem }) => problem === null)).toBe(true);
  expect(read('\n'.repeat(899_000).concat('name,address\na,10.0.0.1'))[0]?.number).toBe(899_002);
  // Nothing that grows with the square of the file would be done by then, however busy the machine.
  expect(performance.now() - before).toBeLessThan(10_000);
});
