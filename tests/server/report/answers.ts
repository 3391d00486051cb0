import type { RecordedRun } from '@/core/session-record';
import { type Fields, rowsOf, run } from './made-up';

/** Packet 3, 9, 15... is lost. */
export function ping(number: number, packets: number): RecordedRun {
  const fields = Array.from({ length: packets }, (_, seq): Fields => {
    const base = { seq: String(seq), host: '1.1.1.1', sent: String(seq + 1), size: '56' };
    if (seq % 6 === 3) return { ...base, status: 'timeout' };
    return { ...base, ttl: '57', time: `${9 + (seq % 5)}ms${100 + ((seq * 37) % 800)}us` };
  });
  return run(number, {
    action: 'tool.ping',
    params: { address: '1.1.1.1', count: packets, size: 56, interval: 1000 },
    sent: [`/tool/ping address=1.1.1.1 count=${packets} size=56 interval=1s`],
    rows: rowsOf(fields),
  });
}

const hop = (address: string, ms: number): Fields => ({
  '.section': '4',
  address,
  loss: ms > 20 ? '20%' : '0%',
  sent: '5',
  last: `${ms}ms`,
  avg: String(ms * 1.1),
  best: String(ms * 0.8),
  worst: String(ms * 1.9),
  'std-dev': '0.3',
});

export const traceroute = (number: number): RecordedRun =>
  run(number, {
    action: 'tool.traceroute',
    params: { address: '203.0.113.200', count: 5 },
    rows: rowsOf([
      hop('10.20.0.1', 0.4),
      hop('192.0.2.17', 2.3),
      { '.section': '4', address: '', loss: '100%', sent: '5', status: '' },
      { ...hop('2001:db8:ffff:ffff:ffff:ffff:ffff:1', 11.7), status: '<MPLS:L=24017,E=0>' },
      hop('203.0.113.200', 23.9),
    ]),
  });

export const rules = (number: number, count: number): RecordedRun =>
  run(number, {
    action: 'fw.rules',
    params: { table: 'filter', chain: 'forward' },
    rows: rowsOf(
      Array.from(
        { length: count },
        (_, index): Fields => ({
          chain: 'forward',
          action: index % 4 === 0 ? 'accept' : 'drop',
          protocol: 'tcp',
          'src-address': `10.${index % 200}.0.0/16`,
          'dst-address': '203.0.113.0/24',
          'dst-port': '22,80,443,8291,8728-8729',
          'in-interface-list': 'LAN',
          'out-interface': 'sfp-sfpplus1-uplink',
          'src-address-list': index % 7 === 0 ? 'blocked-by-the-abuse-desk' : '',
          'connection-state': 'established,related,untracked',
          packets: String(index * 9321),
          bytes: String(index * 1_234_567),
          comment: index % 3 === 0 ? 'defconf: accept established, related, untracked (do not touch, ticket 4711)' : '',
          disabled: index % 5 === 2 ? 'true' : 'false',
          dynamic: index % 6 === 5 ? 'true' : 'false',
          ...(index % 8 === 0 ? { log: 'true', 'log-prefix': 'FWD' } : {}),
        }),
      ),
    ),
  });

export const routes = (number: number, count: number): RecordedRun =>
  run(number, {
    action: 'ip.routes',
    params: { family: '4', table: 'main' },
    rows: rowsOf(
      Array.from(
        { length: count },
        (_, index): Fields => ({
          'dst-address': `10.${index >> 8}.${index & 255}.0/24`,
          gateway: '192.168.100.1',
          'immediate-gw': '192.168.100.1%sfp-sfpplus1',
          distance: '20',
          'routing-table': 'main',
          active: 'true',
          dynamic: 'true',
          bgp: 'true',
        }),
      ),
    ),
  });

export const logs = (number: number, messages: readonly string[]): RecordedRun =>
  run(number, {
    action: 'log.entries',
    params: { limit: 250, topics: ['system', 'dhcp'] },
    sent: ['/system/clock/print', '/log/print'],
    rows: rowsOf(
      messages.map((message, index) => ({
        '.id': `*${index}`,
        time: '2026-11-23 14:07:32',
        topics: 'system,info',
        message,
      })),
      1,
    ),
  });

export const overview = (number: number): RecordedRun =>
  run(number, {
    action: 'sys.overview',
    sent: ['/system/resource/print', '/system/identity/print', '/system/clock/print', '/system/ntp/client/print'],
    rows: [
      ...rowsOf([
        {
          'board-name': 'CCR2004-1G-12S+2XS',
          version: '7.20.8 (stable)',
          uptime: '41d6h12m',
          'cpu-load': '14',
          'cpu-count': '4',
          'free-memory': '3145728000',
          'total-memory': '4294967296',
          'architecture-name': 'arm64',
        },
      ]),
      ...rowsOf([{ name: 'Ядро-Север ✓' }], 1),
      ...rowsOf([{ date: '2026-11-23', time: '15:07:32', 'time-zone-name': 'Europe/Prague' }], 2),
      ...rowsOf([{ enabled: 'true', status: 'synchronized', 'synced-server': '192.0.2.123' }], 3),
    ],
  });

export const failed = (number: number): RecordedRun =>
  run(number, {
    action: 'if.list',
    state: 'failed',
    fault: { code: 'trap', message: 'no such command prefix' },
    sent: ['/interface/print'],
  });
