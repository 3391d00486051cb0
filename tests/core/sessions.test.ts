import { describe, expect, test } from 'vitest';
import { Title, Words } from '@/core/session-words';
import { limits, sessionName, stepKinds, stepTitle, titleFrom } from '@/core/sessions';

test('every kind of step has a title of its own', () => {
  expect(new Set(stepKinds.map(stepTitle)).size).toBe(stepKinds.length);
  for (const kind of stepKinds) expect(stepTitle(kind)).toMatch(/^[A-Z][\w ]+$/);
});

test('a session is called by its number', () => {
  expect([1, 12, 1_000_000].map(sessionName)).toEqual(['S-1', 'S-12', 'S-1000000']);
});

test('what one click starts fits into a session', () => {
  expect(limits.runsAtOnce).toBeLessThanOrEqual(limits.runs);
  expect(limits.runs + limits.devices).toBeLessThan(limits.steps);
});

describe('a title', () => {
  test.each([
    ['  The link is slow.  ', 'The link is slow.'],
    ['Ошибка на вышке 3 · ünïcode 😀', 'Ошибка на вышке 3 · ünïcode 😀'],
    ['x'.repeat(120), 'x'.repeat(120)],
  ])('%j is taken as %j', (text, title) => {
    expect(Title.parse(text)).toBe(title);
  });

  test.each([
    '',
    ' ',
    '\u00a0',
    'x'.repeat(121),
    'a\nb',
    'a\u0000',
    'a\u202eb',
    'a\u200bb',
    'a\u2028b',
    '\ud800',
    7,
    null,
  ])('%j is none', (text) => {
    expect(Title.safeParse(text).success).toBe(false);
  });
});

describe('words', () => {
  test('keep their lines and tabs, with one kind of line end', () => {
    expect(Words.parse(' a\r\nb\rc\n\td ')).toBe('a\nb\nc\n\td');
    expect(Words.parse('x'.repeat(4_000))).toHaveLength(4_000);
    // What pasted text brings along unseen is left out; what a script or an emoji is made with stays.
    expect(Words.parse('\ufeffa\u200bb\u00adc')).toBe('abc');
    expect(Words.parse('می\u200cخواهم 👩\u200d🚒')).toBe('می\u200cخواهم 👩\u200d🚒');
  });

  test.each([
    '',
    ' \n\t\r\n',
    'x'.repeat(4_001),
    'a\u0000',
    'a\u001b[2J',
    'a\u0007',
    'a\u202eb',
    'a\u2029b',
    '\udc00',
    7,
    null,
  ])('%j are none', (text) => {
    expect(Words.safeParse(text).success).toBe(false);
  });
});

describe('a title from a symptom', () => {
  test.each([
    ['The link is slow.', 'The link is slow.'],
    ['\n\n  First line.  \nSecond line.', 'First line.'],
    ['One\ttab   and   spaces', 'One tab and spaces'],
    [`${'word '.repeat(15)}word`, `${'word '.repeat(15)}word`],
  ])('%j is %j', (symptom, title) => {
    expect(titleFrom(symptom)).toBe(title);
  });

  test('is never cut within a character', () => {
    for (let before = 0; before < 5; before += 1) {
      const title = titleFrom(`${'x'.repeat(before)}${'😀'.repeat(100)}`);
      // Half a character is not UTF-8: it would come back as another one.
      expect(Buffer.from(title).toString()).toBe(title);
    }
  });

  test('is cut at a word, and a word without end within it', () => {
    expect(titleFrom('word '.repeat(30))).toBe(`${'word '.repeat(15)}word…`);
    expect(titleFrom('x'.repeat(200))).toBe(`${'x'.repeat(80)}…`);
  });

  test.each([
    'x',
    'a b',
    'x'.repeat(4_000),
    'word '.repeat(800),
    '\u00a0x',
    `${'ü'.repeat(79)} z`,
    'x\n'.repeat(2_000),
  ])('is always a title: %j', (symptom) => {
    const title = titleFrom(Words.parse(symptom));
    expect(Title.parse(title)).toBe(title);
    expect(title.length).toBeLessThanOrEqual(81);
  });
});
