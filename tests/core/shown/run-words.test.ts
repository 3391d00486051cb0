import { expect, test } from 'vitest';
import { runTitle } from '@/core/shown/run-words';

test('a title names what the run was aimed at, the most telling of it', () => {
  const titles = (
    [
      ['tool.ping', { interface: 'ether1', address: '1.1.1.1' }],
      ['if.traffic', { interface: ['ether1', 'ether2'], duration: 10_000 }],
      ['if.traffic', { interface: ['a', 'b', 'c', 'd', 'e'] }],
      ['tool.netwatch', { host: '10.0.0.1' }],
      ['br.stp', { bridge: 'bridge-tower' }],
      ['sys.overview', {}],
      ['gone.away', { list: 'block\u202E' }],
    ] as const
  ).map(([action, params]) => runTitle({ action, params }));
  expect(titles).toEqual([
    'Ping 1.1.1.1',
    'Interface traffic ether1, ether2',
    'Interface traffic a, b, c and 2 more',
    'Netwatch 10.0.0.1',
    'Spanning tree bridge-tower',
    'System resources',
    'gone.away block‹U+202E›',
  ]);
});
