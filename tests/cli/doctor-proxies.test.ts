import { expect, test } from 'vitest';
import { checkProxies } from '@/cli/doctor/proxies';

test.each([['10.0.0.0/8'], ['192.0.2.0/27'], ['fd00::/8'], ['2001:db8::/119'], ['0.0.0.0/0']])(
  'a trusted block as wide as %s is warned of, by name',
  (block) => {
    const found = checkProxies(['127.0.0.1', block]);
    expect(found).toMatchObject({ check: 'proxies', level: 'warn' });
    expect(found?.found).toContain(block);
    expect(found?.found).not.toContain('127.0.0.1');
  },
);

test('single addresses and narrow blocks are not', () => {
  expect(checkProxies([])).toBeNull();
  expect(checkProxies(['127.0.0.1', '::1', '192.0.2.0/28', '192.0.2.7/32', '2001:db8::/120'])).toBeNull();
});
