import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Foregrounds and the backgrounds each of them stands on. Text needs 4.5:1 (WCAG 1.4.3). */
const text: Readonly<Record<string, string>> = {
  ink: 'canvas surface sunken accent-tint proposed-tint write-tint fail-tint ok-tint',
  'ink-2': 'canvas surface sunken accent-tint proposed-tint write-tint fail-tint',
  'ink-3': 'canvas surface sunken accent-tint',
  accent: 'canvas surface sunken accent-tint fail-tint',
  'on-accent': 'accent ink',
  proposed: 'canvas surface sunken proposed-tint',
  write: 'canvas surface sunken write-tint',
  'on-write': 'write-solid',
  fail: 'canvas surface sunken accent-tint fail-tint',
  'on-fail': 'fail',
  ok: 'canvas surface sunken ok-tint',
  'console-ink': 'console',
  'console-path': 'console',
  'console-command': 'console',
  'console-argument': 'console',
};

/** What is not text: borders of controls, focus, chart series, customers' colours. 3:1 (WCAG 1.4.11). */
const nonText: Readonly<Record<string, string>> = {
  'rule-strong': 'canvas surface sunken',
  accent: 'canvas surface sunken',
  'console-rule': 'console',
  s1: 'surface',
  s2: 'surface',
  s3: 'surface',
  s4: 'surface',
  ...Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`stripe-${index}`, 'canvas surface'])),
};

const css = readFileSync(new URL('../../src/ui/tokens.css', import.meta.url), 'utf8');

/** `[light, dark]` of a token, as hexadecimal colours. */
function token(name: string): readonly [string, string] {
  const both = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(css);
  const same = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(css);
  const [light, dark] = [both?.[1] ?? same?.[1], both?.[2] ?? same?.[1]];
  if (light === undefined || dark === undefined) throw new Error(`tokens.css has no colour --${name}`);
  return [light, dark];
}

/** Relative luminance (WCAG 2.2, "relative luminance"). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio (WCAG 2.2), 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function weakest(pairs: Readonly<Record<string, string>>, least: number): readonly string[] {
  return Object.entries(pairs).flatMap(([front, backs]) =>
    backs.split(' ').flatMap((back) =>
      (['light', 'dark'] as const).flatMap((theme, at) => {
        const ratio = contrast(token(front)[at] ?? '', token(back)[at] ?? '');
        return ratio < least ? [`${theme}: ${front} on ${back} is ${ratio.toFixed(2)}`] : [];
      }),
    ),
  );
}

test('every text colour is readable on every background it stands on, in both themes', () => {
  expect(weakest(text, 4.5)).toEqual([]);
});

test('every border, focus ring, series and customer colour can be told from its background', () => {
  expect(weakest(nonText, 3)).toEqual([]);
});

test('the computation agrees with known ratios, and a weak pair is found', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(weakest({ rule: 'surface' }, 3)).toHaveLength(2);
});
