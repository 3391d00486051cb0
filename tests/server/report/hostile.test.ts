import { expect, test } from 'vitest';
import { failed, logs, rules } from './answers';
import { bytesOf, cover, drawn, record, rowsOf, run, step } from './made-up';
import { proseOf, textOf } from './poppler';

const rendered = (made: ReturnType<typeof record>) => drawn(bytesOf(made));

test('what no font has is a box and counted, never dropped', async () => {
  const pdf = await rendered(record([logs(1, ['up 🚀 漢 end', 'Ядро ✓ αβγ Ż'])]));
  expect(proseOf(pdf)).toContain('up □ □ end');
  expect(proseOf(pdf)).toContain('Ядро ✓ αβγ Ż');
  expect(proseOf(pdf)).toContain('2 characters could not be printed');
});

test('text that turns the direction or cannot be seen is written out', async () => {
  const pdf = await rendered(record([logs(1, ['a\u202Egnp.exe', 'b\u0007\u001B[31m', 'c\u200Bd\u00ADe', 'f\r\ng'])]));
  const prose = proseOf(pdf);
  for (const said of ['a‹U+202E›gnp.exe', 'b‹U+0007›‹U+001B›[31m', 'c‹U+200B›d‹U+00AD›e', 'f‹U+000D›‹U+000A›g'])
    expect(prose).toContain(said);
  expect(prose).not.toContain('could not be printed');
});

test('a script from the right does not move the cells beside it', async () => {
  const arabic = { chain: 'مرحبا', action: 'accept', 'dst-port': '443', packets: '12345' };
  const plain = { chain: 'forward', action: 'accept', 'dst-port': '443', packets: '12345' };
  const text = textOf(await rendered(record([run(1, { action: 'fw.rules', rows: rowsOf([arabic, plain]) })])));
  const [first = '', second = ''] = text.split('\n').filter((line) => line.includes('12,345'));
  expect(first.trim()).toMatch(/^0 .*accept +443 +12,345$/);
  expect(first.indexOf('443')).toBeGreaterThan(first.indexOf('accept'));
  expect(second.trim()).toMatch(/^1 +forward +accept +443 +12,345$/);
});

test('nothing in it can be clicked, opened or run', async () => {
  const links = [
    'javascript:alert(1)',
    'https://evil.example.net/x',
    '<a href="file:///etc/passwd">x</a>',
    '![](http://a.b/c.png)',
  ];
  const note = step('note', { text: links.join('\n') });
  const pdf = await rendered(record([logs(1, links)], [note]));
  for (const link of links) expect(proseOf(pdf)).toContain(link);
  const raw = Buffer.from(pdf).toString('latin1');
  for (const active of [
    '/URI',
    '/JavaScript',
    '/JS',
    '/Launch',
    '/OpenAction',
    '/AA',
    '/AcroForm',
    '/EmbeddedFile',
    '/Annot',
  ])
    expect(raw, active).not.toMatch(new RegExp(`${active}\\b`));
});

test('a line of ten thousand characters is broken and whole, and what follows it stands below', async () => {
  const long = 'abcdefghij'.repeat(1_000);
  const pdf = await rendered(record([logs(1, [long, 'after it'])]));
  const text = textOf(pdf);
  expect(text.replace(/S-12 · acme-corp.*|#.*Message|[^a-z]/g, '')).toContain(long);
  expect(text).toMatch(/1 +2026-11-23 14:07:32 +system, info +after it/);
});

test('names as long as they may be stay on the paper', async () => {
  const name = 'x'.repeat(400);
  const made = record([failed(1), { ...rules(2, 3), params: { comment: name } }]);
  const [device] = made.devices;
  if (device === undefined) throw new Error('the record has no device');
  const long = {
    ...made,
    devices: [{ ...device, name, model: name }],
    session: { ...made.session, title: 'Ж'.repeat(120), holder: name },
  };
  const pdf = await drawn(bytesOf(long), { ...cover, customer: { ...cover.customer, name } });
  // Nothing is cut off: each name is there from end to end, however often it is broken.
  const letters = textOf(pdf).replace(/[^xЖ]/g, '');
  expect(letters.match(/Ж/g)).toHaveLength(120);
  expect((letters.match(/x/g) ?? []).length).toBeGreaterThanOrEqual(5 * 400);
});

test('what was masked in the record is masked on paper', async () => {
  const pdf = await rendered(
    record([{ ...logs(1, ['user admin password=[redacted] logged in']), params: { key: '[redacted]' } }]),
  );
  expect(proseOf(pdf)).toContain('password=[redacted] logged in');
  expect(proseOf(pdf)).toContain('key=[redacted]');
});

test('a router that says as much as it may is cut to what can be printed', async () => {
  const rows = Array.from({ length: 3_000 }, () => ({ message: 'long '.repeat(400), time: '1', topics: 'a' }));
  const pdf = await rendered(record([run(1, { action: 'log.entries', rows: rowsOf(rows, 1) })]));
  expect(proseOf(pdf)).toMatch(/\d,\d{3} further rows left out of this PDF/);
});
