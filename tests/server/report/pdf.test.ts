import { beforeAll, describe, expect, test } from 'vitest';
import { stepTitle } from '@/core/sessions';
import { failed, logs, overview, ping, routes, rules, traceroute } from './answers';
import { bytesOf, cover, drawn, record, rowsOf, run, step } from './made-up';
import { fontsOf, infoOf, pagesOf, proseOf, textOf } from './poppler';

const rendered = (made: ReturnType<typeof record>) => drawn(bytesOf(made));

describe('a session with everything in it', () => {
  const interrupted = run(8, {
    action: 'if.list',
    state: 'interrupted',
    rows: rowsOf([{ name: 'ether1', type: 'ether' }]),
  });
  const stopped = run(9, {
    action: 'if.list',
    state: 'stopped',
    isTruncated: true,
    rowCount: 20_000,
    rows: interrupted.rows,
  });
  const old = run(10, { action: 'old.thing', params: { x: 'a b' }, rows: rowsOf([{ seq: '1', say: 'two words' }]) });
  const waiting = run(11, { action: 'if.list', state: 'intended', startedAt: null, endedAt: null, sent: null });
  const everything = record(
    [overview(1), ping(2, 5), traceroute(3), routes(4, 70), rules(5, 30), logs(6, ['link up']), failed(7)].concat([
      interrupted,
      stopped,
      old,
      waiting,
    ]),
    [
      step('note', { text: 'First line.\n\n  Indented line. Καλημέρα ✓' }),
      step('renamed', { text: 'Another title' }),
      step('handedOver', { to: 'Ana Müller', text: 'Over to the night' }),
      step('closed', { text: 'Dirty optics.' }),
      step('reopened', { text: 'It came back.' }),
      step('closed', { text: 'Optics replaced.' }),
    ],
  );
  let pdf: Uint8Array;
  let text: string;
  let prose: string;
  beforeAll(async () => {
    pdf = await rendered(everything);
    text = textOf(pdf);
    prose = proseOf(pdf);
  });

  test('says which session, whose, when by two clocks, and which record it is', () => {
    expect(prose).toContain('S-12 Packet loss in Nord since noon');
    expect(prose).toContain('ACME Corp (acme-corp)');
    expect(prose).toContain('2026-11-23 14:07:00.125 UTC = 2026-11-23 15:07:00 GMT+01:00, Europe/Prague');
    expect(prose).toContain('core-nord-1 [2001:db8:40:1::1]:8729 CCR2004-1G-12S+2XS 7.20.8 TLS');
    expect(prose).toContain('11: 7 done, 1 failed, 1 interrupted, 1 stopped, 1 waiting');
    expect(prose).toContain('Writes 0. Nothing was changed on any router.');
    expect(prose).toContain('Assistant none used');
    expect(prose).toContain('by Анна Соколова · Admin');
    for (const said of [cover.sha256, cover.url, 'Cause Optics replaced.']) expect(prose).toContain(said);
  });

  test('tells every step in its order', () => {
    const titles = everything.steps.map(({ number, kind }) => `${number} ${stepTitle(kind)}`);
    const places = titles.map((title) => prose.indexOf(title));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const said of ['Jana Růžičková · Operator · from 198.51.100.7', 'To Ana Müller', 'Καλημέρα ✓', 'Привет ✓'])
      expect(prose).toContain(said);
    expect(text).toMatch(/First line\.\n+ +Indented line\./);
  });

  test('a lost packet is drawn and counted', () => {
    expect(prose).toContain('sent 5 received 4 loss 20 % min 9.1 ms avg 10.9 ms max 13.2 ms');
    expect(prose).toContain('20 ms');
    expect(text).toMatch(/3 +— +— +timeout/);
    expect(prose).toContain('/tool/ping address=1.1.1.1 count=5 size=56 interval=1s');
    expect(prose).toContain('address=1.1.1.1 count=5 size=56 interval=1000');
  });

  test('a traceroute has all its hops, the last one too, and those that nobody answered at', () => {
    expect(text).toMatch(/3 +no answer +100%/);
    expect(text).toMatch(/5 +203\.0\.113\.200 +20% +5 +23\.9 +26\.3 +19\.1 +45\.4 +0\.3/);
    expect(prose).toContain('0–50 ms: best–avg–worst');
  });

  test('a table has every row, its flags and what they mean, and its head again on each page', () => {
    for (let row = 0; row < 70; row += 1) expect(text).toMatch(new RegExp(` ${row} +DAb +10\\.0\\.${row}\\.0/24 `));
    expect(prose).toContain('D dynamic');
    const heads = text.split('\f').filter((page) => /#\s+Flags\s+Destination\s+Gateway/.test(page));
    const pages = text.split('\f').filter((page) => /DAb +10\.0\.\d+\.0\/24/.test(page));
    expect(heads).toHaveLength(pages.length);
    expect(prose).toContain(';;; defconf: accept established, related, untracked (do not touch, ticket 4711)');
    expect(prose).toContain('log=true log-prefix=FWD');
  });

  test('facts, log lines and rows of an action that nobody knows any more are there', () => {
    for (const said of ['Identity Ядро-Север ✓', 'CPU load 14 %', 'link up', '+0.009 s seq=1 say="two words"'])
      expect(prose).toContain(said);
  });

  test('what went wrong stands there in the words of the router and in ours', () => {
    expect(prose).toContain('Failed · 4.2 s · 0 rows');
    expect(prose).toContain('Refused by the router');
    expect(prose).toContain('no such command prefix');
    expect(prose).toContain('in the words shown. Nothing was changed on the router.');
    expect(prose).toContain('It was interrupted: whoever spoke to the router went away');
    expect(prose).toContain('It was stopped on request.');
    expect(prose).toContain('The answer went on beyond 20,000 rows, which is the cap');
    expect(prose).toContain('It had not ended when the record was made.');
  });

  test('each page says whose it is, its number and how many there are', () => {
    const pages = text.split('\f').slice(0, -1);
    expect(pages.length).toBe(pagesOf(pdf));
    for (const [index, page] of pages.entries())
      expect(page.replace(/\s+/g, ' ')).toContain(
        `S-12 · acme-corp · record ${cover.sha256.slice(0, 16)} page ${index + 1} of ${pages.length}`,
      );
  });

  test('every font is embedded once, with the characters it stands for', () => {
    const fonts = fontsOf(pdf);
    expect(fonts.filter(({ isEmbedded, hasUnicode }) => !isEmbedded || !hasUnicode)).toEqual([]);
    expect(new Set(fonts.map(({ name }) => name)).size).toBe(fonts.length);
    expect(fonts.map(({ name }) => name)).toEqual(expect.arrayContaining(['PlexSans', 'PlexMono', 'PlexSansCyrillic']));
  });

  test('it names itself, and the same record and cover give the same bytes', async () => {
    const info = infoOf(pdf);
    expect(info.get('Title')).toBe('S-12 Packet loss in Nord since noon');
    expect(info.get('Creator')).toBe('Routeward');
    expect(info.get('CreationDate')).toContain('2026-11-24T14:07:00');
    expect(Buffer.compare(await rendered(everything), pdf)).toBe(0);
  });
});

test('beyond the cap the rest is counted, and small answers are printed whole beside a large one', async () => {
  const pdf = await rendered(record([routes(1, 6_000), logs(2, ['the only line'])]));
  const text = textOf(pdf);
  expect(text.match(/DAb +10\.\d+\.\d+\.0\/24/g)).toHaveLength(4_999);
  expect(proseOf(pdf)).toContain('1,001 further rows left out of this PDF. The CSV and the JSON hold them.');
  expect(text).toContain('the only line');
});

test('a session of nothing but its symptom is one page', async () => {
  const pdf = await rendered(record([]));
  expect(pagesOf(pdf)).toBe(1);
  expect(proseOf(pdf)).toContain('Reads run none');
  expect(proseOf(pdf)).toContain('not yet: the session is open');
});
