import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintLine, type RouterLinesFor, type RouterOsMajor, routerLines } from '@/core/enrolment/router-lines';

const given = { from: '192.0.2.10', read: { name: 'routeward-read', password: 'x' } };
const lines = (major: RouterOsMajor, over: Partial<RouterLinesFor> = {}) => routerLines(major, { ...given, ...over });
const majors = [6, 7] as const;

/** A quoted text of a RouterOS console as the router reads it; null where it ends early, or something is carried out. */
function readBack(quoted: string): string | null {
  const [, inside] = /^"(.*)"$/s.exec(quoted) ?? [];
  if (inside === undefined || /[$"]/.test(inside.replace(/\\./gs, ''))) return null;
  return /(^|[^\\])(\\\\)*\\$/.test(inside) ? null : inside.replace(/\\(.)/gs, '$1');
}

test.each(majors)('RouterOS %i: the account may read and ping and nothing else', (major) => {
  const [group, ...others] = lines(major).filter((line) => line.includes('policy='));
  expect(others).toEqual([]);
  expect(group).toBe('/user group add name=routeward-read-only policy=api,read,test');
  const text = lines(major).join('\n');
  for (const word of [
    'write',
    'sensitive',
    'reboot',
    'policy,',
    ',policy',
    'password,',
    'ftp',
    'ssh',
    'winbox',
    'full',
  ])
    expect(text).not.toContain(word);
});

test.each(majors)(
  'RouterOS %i: the service has a certificate, and it and the account are for our address alone',
  (major) => {
    const text = lines(major, { from: '2001:db8::/64' });
    const service = text.find((line) => line.startsWith('/ip service set api-ssl'));
    expect(service).toContain('certificate=routeward-api');
    expect(service).toContain('address=2001:db8::/64');
    expect(service).toContain('disabled=no');
    expect(text.at(-1)).toBe(
      '/user add name=routeward-read group=routeward-read-only address=2001:db8::/64 password="x"',
    );
    const signed = text.indexOf('/certificate sign routeward-api ca=routeward-ca');
    expect(signed).toBeGreaterThan(0);
    expect(text.indexOf(service ?? '')).toBeGreaterThan(signed);
    expect(fingerprintLine).toContain('name=routeward-api');
  },
);

test('RouterOS 6 takes its time to sign and cannot be asked for a TLS; 7 is asked for 1.2 and waits by itself', () => {
  expect(lines(6).filter((line) => line === ':delay 10s')).toHaveLength(2);
  expect(lines(6).join('\n')).not.toContain('tls-version');
  expect(lines(7).join('\n')).not.toContain(':delay');
  expect(lines(7).join('\n')).toContain('tls-version=only-1.2 ');
  const common = (major: RouterOsMajor) =>
    lines(major).filter((line) => !line.startsWith(':delay') && !line.startsWith('/ip service'));
  expect(common(6)).toEqual(common(7));
});

test('a password of any signs is read back as it was, and carries nothing out', () => {
  const written = (password: string) =>
    lines(7, { read: { name: 'routeward-read', password } })
      .at(-1)
      ?.split('password=')[1] ?? '';
  expect(written('a"b\\c$d?e')).toBe('"a\\"b\\\\c\\$d\\?e"');
  const passwords = fc.oneof(
    fc.string({
      unit: fc.constantFrom('"', '\\', '$', '?', '[', ']', '(', ')', '{', '}', ';', '#', ' ', '=', 'a'),
      maxLength: 128,
    }),
    fc.string({ unit: 'grapheme', maxLength: 128 }),
  );
  fc.assert(
    fc.property(passwords, (password) => {
      fc.pre(!password.includes('password='));
      expect(readBack(written(password))).toBe(password);
    }),
  );
});

const write = { name: 'routeward-write', password: 'w', extras: [] };
const testing = { name: 'routeward-test', password: 't', peers: '10.20.0.0/16' };
const groups = (text: readonly string[]) => text.filter((line) => line.startsWith('/user group add'));
const users = (text: readonly string[]) => text.filter((line) => line.startsWith('/user add'));

test.each(majors)('RouterOS %i: each account has a group of its own with what it is for, and no more', (major) => {
  const text = lines(major, { write, test: testing });
  expect(groups(text)).toEqual([
    '/user group add name=routeward-read-only policy=api,read,test',
    '/user group add name=routeward-write-only policy=api,read,write,test',
    '/user group add name=routeward-test-only policy=api,winbox',
  ]);
  expect(users(text)).toEqual([
    '/user add name=routeward-read group=routeward-read-only address=192.0.2.10 password="x"',
    '/user add name=routeward-write group=routeward-write-only address=192.0.2.10 password="w"',
    '/user add name=routeward-test group=routeward-test-only address=192.0.2.10,10.20.0.0/16 password="t"',
  ]);
  // Neither a group of RouterOS's own, nor the policy that makes accounts, whatever is chosen.
  const all = lines(major, { write: { ...write, extras: ['backup', 'reboot'] }, test: { ...testing, peers: '' } });
  expect(groups(all)[1]).toBe(
    '/user group add name=routeward-write-only policy=api,read,write,test,ftp,sensitive,reboot',
  );
  expect(users(all)[2]).toContain('address=192.0.2.10 password=');
  for (const line of [...groups(all), ...users(all)]) {
    expect(line).not.toMatch(/group=(?:read|write|full)\b|[=,]policy\b/);
    expect(line).not.toMatch(/ssh|telnet|web|local/);
  }
});

test('the account that reads watches traffic only where that was chosen', () => {
  const watching = routerLines(7, { from: '192.0.2.10', read: { name: 'r', password: 'x', watches: true } });
  expect(groups(watching)).toEqual(['/user group add name=r-only policy=api,read,test,sniff']);
});

test('an account that is not chosen is in no line', () => {
  expect(lines(7).join()).not.toMatch(/routeward-(?:write|test)/);
  expect(lines(7, { write }).join()).not.toContain('routeward-test');
  expect(groups(lines(7, { test: testing }))).toHaveLength(2);
});
