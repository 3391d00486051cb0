import { expect, test } from 'vitest';
import { onlyVersion } from '@/core/actions/capabilities';
import { written } from '@/core/actions/written';

test('a tool is written with its words, a presence word without a value', () => {
  expect(
    written(
      'tool.ping',
      { address: '1.1.1.1', count: 20, 'do-not-fragment': true, 'arp-ping': true },
      onlyVersion('7.20.8'),
    ),
  ).toBe('/tool/ping address=1.1.1.1 count=20 size=56 interval=1s do-not-fragment arp-ping=yes');
});

test('a query is written after where', () => {
  expect(written('ip.routes', { 'dst-address': '0.0.0.0/0', active: true }, onlyVersion('7.20.8'))).toBe(
    '/ip/route/print where dst-address=0.0.0.0/0 active=yes',
  );
  expect(written('fw.rules', { table: 'nat', chain: 'srcnat' }, onlyVersion('7.20.8'))).toBe(
    '/ip/firewall/nat/print stats where chain=srcnat',
  );
});

test('RouterOS 6 has its menus with spaces', () => {
  expect(written('ip.routes', { 'routing-table': 'main' }, onlyVersion('6.49.18'))).toBe(
    '/ip route print where !routing-mark',
  );
  expect(written('if.list', {}, onlyVersion('6.49.18'))).toBe('/interface print');
  expect(written('fw.rules', { family: '6' }, onlyVersion('6.49.18'))).toBe('/ipv6 firewall filter print stats');
});

test('several sentences are several lines', () => {
  expect(written('log.entries', {}, onlyVersion('7.20.8')).split('\n')).toEqual(['/system/clock/print', '/log/print']);
});

test('anything but the plainest characters is quoted, and what a quoted text would run is taken by the letter', () => {
  const line = (name: string) => written('tool.ping', { address: '192.0.2.1', interface: name }, onlyVersion('7.20.8'));
  expect(line('WAN Ost')).toContain('interface="WAN Ost"');
  expect(line('a"b\\c$d;e')).toContain('interface="a\\"b\\\\c\\$d;e"');
  expect(line('[/system/reboot]')).toContain('interface="[/system/reboot]"');
});
