import { expect, test } from 'vitest';
import { exists, madeUp, pathsBelow, read, type Source } from './tree';

const images = /\.(png|jpe?g|webp|ico|woff2?|ttf|pdf)$/;
const files = pathsBelow('')
  .filter((path) => !images.test(path))
  .map(read);

// Put together from parts, so that this file does not break its own law.
const slash = '/';
const places = [
  {
    what: 'a place on the machine it was written on',
    pattern: new RegExp(`(?<![\\w.~@-])${slash}(work|root)(?=${slash})`),
  },
  { what: 'a home directory', pattern: new RegExp(`(?<![\\w.~@-])${slash}(home|Users)${slash}[a-z]`) },
  { what: 'a fixed place for what is temporary', pattern: new RegExp(`(?<![\\w.~@-])${slash}tmp${slash}\\w`) },
  { what: 'a registry', pattern: /\b(registry|npm|pypi)\.[a-z0-9-]+\.[a-z]{2,}\b|\bnpmjs\.(org|com)\b/ },
];

/** Nothing that is only true on the machine it was written on, or of the network that machine is in. */
function placesNamed({ path, text }: Source): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      places.filter(({ pattern }) => pattern.test(line)).map(({ what }) => `${path}:${index + 1} names ${what}`),
    );
}

test('no file names a place of one machine, or a registry', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap(placesNamed)).toEqual([]);
});

test('that law bites', () => {
  const offenders = [
    ['', 'work', 'main', 'src'],
    ['', 'root', '.bashrc'],
    ['', 'home', 'anna', 'a'],
    ['', 'tmp', 'rw', 'a'],
    ['https:', '', `registry.${'example'}.org`, 'a'],
    ['https:', '', `www.npm${'js.com'}`, 'a'],
  ].map((parts) => parts.join(slash));
  expect(placesNamed(madeUp('a.md', ...offenders))).toHaveLength(offenders.length);
  const honest = ['docs/work/main', 'node_modules/.bin/root', 'https://example.net/home/page', '/var/lib/routeward'];
  expect(placesNamed(madeUp('a.md', ...honest))).toEqual([]);
});

/** A private key, as PEM or as JWK. Code that reads keys writes the first line of a PEM too, but nothing after it. */
const secret = /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/]{40}|"d"\s*:\s*"[A-Za-z0-9_-]{40,}"/;
const withSecret = (sources: readonly Source[]): string[] =>
  sources.filter(({ text }) => secret.test(text)).map(({ path }) => path);

test('no file holds a private key', () => {
  expect(withSecret(files)).toEqual([]);
});

// File tracing once copied a key into a build, because code named it by a path that was written out.
test('the build holds no private key', () => {
  const built = ['dist', '.next/server', '.next/static'].flatMap((directory) =>
    exists(directory) ? pathsBelow(directory) : [],
  );
  const ownKind = /(^|\/)(master\.key|database\.json|tls\.key|access-[^/]*\.json)$/;
  expect(built.filter((path) => ownKind.test(path))).toEqual([]);
  expect(withSecret(built.filter((path) => !images.test(path)).map(read))).toEqual([]);
});

test('that law bites', () => {
  const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj';
  const pem = madeUp('a.pem', `-----BEGIN ${'PRIVATE'} KEY-----`, body);
  const jwk = madeUp('b.json', `{"kty":"RSA","${'d'}":"${body}"}`);
  const code = madeUp('c.ts', "text.startsWith('-----BEGIN PRIVATE KEY-----')");
  expect(withSecret([pem, jwk, code])).toEqual(['a.pem', 'b.json']);
});
