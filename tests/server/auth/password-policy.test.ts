import { describe, expect, test } from 'vitest';
import { hashHere, matchesPeppered, peppered } from '@/server/auth/password-hash';
import { acceptPassword } from '@/server/auth/password-policy';

const owner = { email: 'marco.bianchi@acme-networks.example', name: 'Marco Bianchi', hasSecondFactor: false };
const withFactor = { ...owner, hasSecondFactor: true };
const word = 'tulip gravel nine cobalt whisper ';
const long = (length: number) => word.repeat(10).slice(0, length);

describe('a new password', () => {
  test.each([
    ['15 characters', long(15), owner],
    ['64 characters', long(64), owner],
    ['200 characters', long(200), owner],
    ['8 characters beside a second factor', 'gr9vel,T', withFactor],
    ['15 characters of 4 bytes each', '🦊🌍🎲🧭🚲🌵🎈🪁🧩🔭🪐🍄🦉🛶🏔', owner],
    ['spaces at both ends', ` ${long(20)} `, owner],
    ['no upper case, no digit, no sign', 'tulipgravelcobaltwhisper', owner],
  ])('is accepted as it was typed: %s', (_what, typed, whose) => {
    expect(acceptPassword(typed, whose)).toBe(typed);
  });

  test.each([
    ['14 characters', long(14), owner, /at least 15/],
    ['7 characters beside a second factor', 'gr9velT', withFactor, /at least 8/],
    ['14 characters of 4 bytes each', '🦊🌍🎲🧭🚲🌵🎈🪁🧩🔭🪐🍄🦉🛶', owner, /at least 15/],
    ['201 characters', `${long(200)}x`, owner, /at most 200/],
    ['half a character', `${long(20)}\ud83d`, owner, /broken character/],
    ['on the list', 'correcthorsebatterystaple', owner, /lists/],
    ['on the list, spelt apart', 'Correct Horse Battery Staple!', owner, /lists/],
    ['on the list, letters as digits', 'C0rr3ctH0rs3B@tt3rySt@pl3', owner, /lists/],
    ['on the list, with an end', '--correcthorsebatterystaple99', owner, /lists/],
    ['a row of the keyboard', 'qwertyuiopasdfghjkl', owner, /lists/],
    ['digits in order', '12345678901234567890', owner, /lists/],
    ['one character again and again', 'aaaaaaaaaaaaaaaaaaaa', owner, /repeats/],
    ['the product and a year', 'Routeward-2026-2026!', owner, /tried first/],
    ['the trade twice', 'MikroTik-Winbox-2026', owner, /tried first/],
    ['the own name', 'MarcoBianchi198419841984', owner, /tried first/],
    ['the own address', 'acme-networks-marco-1', owner, /tried first/],
    ['password in its many forms', 'P@ssw0rdAdmin-2026!', owner, /tried first/],
    ['a season and years', 'Summer2025Winter2026', owner, /tried first/],
  ])('is refused with its reason: %s', (_what, typed, whose, reason) => {
    expect(() => acceptPassword(typed, whose)).toThrow(reason);
  });
});

test('every one of 200 characters counts, also behind a NUL', async () => {
  const pepper = Buffer.alloc(32, 7);
  const typed = acceptPassword(`\0${long(199)}`, owner);
  const hash = await hashHere(pepper, typed);
  expect(Buffer.byteLength(peppered(pepper, typed))).toBe(64);
  expect(await matchesPeppered(peppered(pepper, typed), hash)).toBe(true);
  expect(await matchesPeppered(peppered(pepper, `\0${long(198)}!`), hash)).toBe(false);
  expect(await matchesPeppered(peppered(Buffer.alloc(32, 8), typed), hash)).toBe(false);
});
