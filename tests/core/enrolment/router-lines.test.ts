import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprintLine, type RouterOsMajor, routerLines } from '@/core/enrolment/router-lines';

const given = { from: '192.0.2.10', account: 'routeward-read', password: 'x' };
const lines = (major: RouterOsMajor, over: Partial<typeof given> = {}) => routerLines(major, { ...given, ...over });
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
  const written = (password: string) => lines(7, { password }).at(-1)?.split('password=')[1] ?? '';
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
