import { expect, test } from 'vitest';
import { onlyVersion } from '@/core/actions/capabilities';
import { compile } from '@/core/actions/compile';
import type { ReadId } from '@/core/actions/index';
import type { Values } from '@/core/actions/parameter';
import { Unsupported } from '@/core/actions/unsupported';
import { AppError } from '@/core/errors';

const said = (id: ReadId, values: Values, routerOs = '7.20.8') =>
  compile(id, values, onlyVersion(routerOs)).map(({ path, words }) => [
    path,
    ...words.filter((word) => !word.startsWith('=.proplist=')),
  ]);

test('ping is /tool/ping from RouterOS 7 on and /ping in 6, where a VRF is a routing table', () => {
  const values = { address: '192.0.2.1', count: 3, vrf: 'red', 'do-not-fragment': true, 'arp-ping': true };
  expect(said('tool.ping', values)).toEqual([
    [
      '/tool/ping',
      '=address=192.0.2.1',
      '=count=3',
      '=size=56',
      '=interval=1s',
      '=do-not-fragment=',
      '=vrf=red',
      '=arp-ping=yes',
    ],
  ]);
  expect(said('tool.ping', values, '6.49.18 (long-term)')[0]).toEqual(
    expect.arrayContaining(['/ping', '=routing-table=red']),
  );
});

test('what was left out is not said, and milliseconds become a duration that both versions read', () => {
  expect(said('tool.ping', { address: '2001:db8::1', interval: 1500, count: 1, size: 28 })).toEqual([
    ['/tool/ping', '=address=2001:db8::1', '=count=1', '=size=28', '=interval=1s500ms'],
  ]);
  expect(said('tool.traceroute', { address: 'a.example', timeout: 200 })[0]).toContain('=timeout=200ms');
});

test('a traceroute never asks the DNS for every hop', () => {
  expect(said('tool.traceroute', { address: '192.0.2.1' })[0]).toContain('=use-dns=no');
});

test('a query compares with the text of the answer', () => {
  expect(said('ip.routes', { 'dst-address': '0.0.0.0/0', active: true })).toEqual([
    ['/ip/route/print', '?dst-address=0.0.0.0/0', '?active=true'],
  ]);
  expect(said('if.list', { running: false, type: 'ether' })).toEqual([
    ['/interface/print', '?type=ether', '?running=false'],
  ]);
});

test('in RouterOS 6 a table is a mark, and the main table the routes without one', () => {
  expect(said('ip.routes', { 'routing-table': 'red' }, '6.49.18')).toEqual([['/ip/route/print', '?routing-mark=red']]);
  expect(said('ip.routes', { 'routing-table': 'main' }, '6.49.18')).toEqual([['/ip/route/print', '?-routing-mark']]);
  expect(said('ip.routes', { 'routing-table': 'main' })).toEqual([['/ip/route/print', '?routing-table=main']]);
});

test('family and table choose the menu', () => {
  expect(said('fw.rules', { family: '6', table: 'raw', chain: 'prerouting' })).toEqual([
    ['/ipv6/firewall/raw/print', '=stats=', '?chain=prerouting'],
  ]);
  expect(said('ip.routes', { family: '6' })).toEqual([['/ipv6/route/print']]);
});

test('a version that has no such command is refused by name, and one that cannot be read too', () => {
  const refused = (id: ReadId, values: Values, routerOs: string) => {
    expect(() => compile(id, values, onlyVersion(routerOs))).toThrow(Unsupported);
    return () => compile(id, values, onlyVersion(routerOs));
  };
  expect(refused('tool.ping', { address: '192.0.2.1' }, '5.26')).toThrow('Ping: not known for RouterOS 5.26.');
  expect(refused('tool.ping', { address: '192.0.2.1' }, '8.0')).toThrow('RouterOS 8.0');
  expect(refused('fw.rules', { family: '6', table: 'nat' }, '6.49.18')).toThrow('nothing for family 6, table nat');
  for (const odd of ['', '7', '7.x', '7.20.8\n', ' 7.1', '7.1; x', '99999999999.1'])
    expect(refused('if.list', {}, odd)).toThrow('no version of RouterOS that can be read');
});

test('a release candidate counts as the version it becomes', () => {
  expect(said('if.list', {}, '7.16rc1')).toEqual([['/interface/print']]);
  expect(said('if.list', {}, '7.21beta3')).toEqual([['/interface/print']]);
});

test('the deadline grows with what was asked, and a limit lowers the cap of rows but never lifts it', () => {
  const reply = (id: ReadId, values: Values) =>
    compile(id, values, onlyVersion('7.20.8')).map((sentence) => sentence.reply)[0];
  expect(reply('tool.ping', { address: '192.0.2.1', count: 300 })?.deadlineMs).toBe(315_000);
  expect(reply('tool.traceroute', { address: '192.0.2.1', count: 1, 'max-hops': 10 })?.deadlineMs).toBe(25_000);
  expect(reply('ip.routes', { limit: 7 })?.rowCap).toBe(7);
  expect(reply('ip.routes', {})?.rowCap).toBe(200);
  expect(reply('fw.rules', {})?.rowCap).toBe(500);
});

test('values that nobody checked are checked here', () => {
  // safe: a hostile value is no Value, which is the point.
  const run = (values: unknown) => () => compile('tool.ping', values as Values, onlyVersion('7.20.8'));
  expect(run({ address: '192.0.2.1', count: 301 })).toThrow('count: from 1 to 300 packets');
  expect(run({ address: '192.0.2.1', ttl: 1 })).toThrow('no such parameter: ttl');
  expect(run({})).toThrow('address: an IP address or a host name');
  expect(run(null)).toThrow(AppError);
});
