import { describe, expect, test } from 'vitest';
import { onlyVersion } from '@/core/actions/capabilities';
import { compile } from '@/core/actions/compile';
import { compileWrite } from '@/core/actions/compile-write';
import type { ReadId } from '@/core/actions/index';
import type { Values } from '@/core/actions/parameter';
import { sieveOf } from '@/core/actions/sieve';
import type { WriteId } from '@/core/actions/writes';
import { written } from '@/core/actions/written';

const router = onlyVersion('7.20.8');
const reason = 'a subscriber complains';
const fields = (row: Readonly<Record<string, string>>, sentence = 0) => ({ sentence, fields: row });

type Row = Readonly<Record<string, string>>;
function kept(id: ReadId, values: Values, rows: readonly { sentence: number; fields: Row }[]): readonly Row[] {
  const sieve = sieveOf<{ sentence: number; fields: Row }>(id, values);
  return [...rows.flatMap((row) => sieve.take(row)), ...sieve.rest()].map((row) => row.fields);
}

describe('torch', () => {
  const flow = (section: string, name: string, tx: string, rx: string) =>
    fields({ '.section': section, 'src-address': name, tx, rx });

  test('of its last round the flows that carry the most, in both directions together', () => {
    const rows = [
      flow('0', 'early', '9999', '9999'),
      ...[flow('1', 'a', '10', '5'), flow('1', 'b', '1', '100'), flow('1', 'c', '50', '0'), flow('1', 'd', 'x', '')],
    ];
    const names = (limit: number) => kept('tool.torch', { limit }, rows).map((row) => row['src-address']);
    expect(names(2)).toEqual(['b', 'c']);
    expect(names(50)).toEqual(['b', 'c', 'a', 'd']);
  });

  test('asks for all flows where no filter was given, so that they are told apart', () => {
    const words = (values: Values) =>
      compile('tool.torch', { interface: 'ether1', reason, ...values }, router)[0]?.words;
    expect(words({})).toEqual([
      ...['=interface=ether1', '=src-address=0.0.0.0/0', '=dst-address=0.0.0.0/0', '=port=any', '=ip-protocol=any'],
      '=duration=5s',
    ]);
    expect(words({ port: 53, 'dst-address': '9.9.9.9' })).toEqual([
      ...['=interface=ether1', '=src-address=0.0.0.0/0', '=dst-address=9.9.9.9', '=port=53', '=ip-protocol=any'],
      '=duration=5s',
    ]);
    expect(written('tool.torch', { interface: 'ether1', reason }, router)).toBe(
      '/tool/torch interface=ether1 src-address=0.0.0.0/0 dst-address=0.0.0.0/0 port=any ip-protocol=any duration=5s',
    );
  });
});

test('an IP scan keeps the last of each host, and both of two that have one address', () => {
  const host = (address: string, mac: string, time: string) => fields({ address, 'mac-address': mac, time });
  const rows = [host('10.0.0.1', 'A', '3'), host('10.0.0.1', 'B', '1'), host('10.0.0.2', 'C', '2')];
  const again = [host('10.0.0.1', 'A', '7'), host('10.0.0.1', 'B', '1')];
  expect(kept('tool.ipscan', {}, [...rows, ...again]).map(({ time }) => time)).toEqual(['7', '1', '2']);
});

test.each([
  ['RouterOS up to 7.15', { 'src-address': '10.0.0.9:5000', 'dst-address': '1.1.1.1:443' }],
  ['and newer', { 'src-address': '10.0.0.9', 'src-port': '5000', 'dst-address': '1.1.1.1', 'dst-port': '443' }],
])('an end of a connection is found whole, never as a part of another: %s', (_, row) => {
  const has = (values: Values) => kept('fw.connections', { limit: 10, ...values }, [fields(row, 1)]).length === 1;
  expect([has({ src: '10.0.0.9' }), has({ dst: '1.1.1.1' }), has({ port: 443 }), has({ port: 5000 })]).toEqual([
    ...[true, true, true, true],
  ]);
  expect([has({ src: '10.0.0.90' }), has({ src: '0.0.0.9' }), has({ dst: '10.0.0.9' }), has({ port: 44 })]).toEqual([
    ...[false, false, false, false],
  ]);
});

describe('a rule that is added', () => {
  const refused = (id: WriteId, values: Values) => {
    try {
      compileWrite(id, values, { router, rows: [] });
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const filter = { chain: 'input', action: 'drop', comment: 'x' };
  const nat = { action: 'dst-nat', protocol: 'tcp', 'dst-port': '80', 'to-addresses': '10.0.0.9', comment: 'x' };
  const mark = 'a'.repeat(64);

  test.each<[WriteId, Values, string]>([
    ['fw.filter.add', filter, 'protocol: at least one thing that a packet has to fit'],
    ['fw.filter.add', { ...filter, 'connection-state': [] }, 'protocol: at least one thing that a packet has to fit'],
    ['fw.filter.add', { ...filter, 'dst-port': '22' }, 'dst-port: only with the protocol tcp, udp or sctp'],
    ['fw.filter.add', { ...filter, protocol: 'icmp', 'src-port': '22' }, 'src-port: only with the protocol'],
    ['fw.filter.add', { ...filter, protocol: 'tcp', 'reject-with': 'tcp-reset' }, 'reject-with: only with'],
    ['fw.filter.add', { ...filter, protocol: 'tcp', 'place-before': '*3' }, 'anchor: the rule that it is put before'],
    ['fw.filter.add', { ...filter, 'src-address': '2001:db8::1' }, 'src-address: an IPv4 address'],
    ['fw.nat.add', { ...nat, 'to-addresses': '2001:db8::1' }, 'to-addresses: an IPv4 address'],
    ['fw.nat.add', { action: 'src-nat', protocol: 'tcp', comment: 'x' }, 'to-addresses: src-nat wants an address'],
    ['fw.nat.add', { ...nat, action: 'redirect' }, 'to-addresses: only with src-nat and dst-nat'],
    ['fw.nat.add', { ...nat, 'out-interface': 'ether1' }, 'out-interface: only with masquerade and src-nat'],
    ['fw.addrlist.add', { list: 'l', address: '10.0.0.0/8', comment: 'x' }, 'address: an address, or a network of'],
    ['fw.conn.drop', { port: 443 }, 'src: a source or a destination is wanted'],
  ])('%s with %o is refused', (id, values, message) => {
    expect(refused(id, values)).toContain(message);
  });

  test('and what is whole is said, the chain following from what is done', () => {
    expect(refused('fw.filter.add', { ...filter, protocol: 'tcp', 'place-before': '*3', anchor: mark })).toBeNull();
    const words = compileWrite('fw.nat.add', nat, { router, rows: [] })[0]?.words;
    expect(words?.slice(0, 2)).toEqual(['=chain=dstnat', '=action=dst-nat']);
    const states = { ...filter, 'connection-state': ['new', 'invalid'] };
    expect(compileWrite('fw.filter.add', states, { router, rows: [] })[0]?.words).toContain(
      '=connection-state=new,invalid',
    );
  });
});
