import { describe, expect, test } from 'vitest';
import type { Values } from '@/core/actions/parameter';
import { predict } from '@/core/change/predict';
import type { Fields } from '@/core/change/step';
import { compile } from '@/core/templates/compile';
import { derived } from '@/core/templates/derived';
import { type TemplateId, templateOf } from '@/core/templates/library';
import { tierOf } from '@/core/templates/tier';
import { samples } from '../../support/template-samples';

const steps = (id: TemplateId, changes: Values = {}, sample = 0) =>
  compile(templateOf(id), { ...samples[id][sample], ...changes });

describe('values that RouterOS would take and that are wrong are refused, in a sentence that names them', () => {
  test.each<[TemplateId, Values, string, number?]>([
    ['guest.vlan', { network: '192.168.250.7/24' }, 'network: a network from /16 to /29 by its first address'],
    ['lan.dhcp', { network: '10.0.0.0/8' }, 'network: a network from /16 to /29'],
    ['lan.dhcp', { network: '2001:db8::/64' }, 'network: a network from /16 to /29'],
    ['guest.vlan', { 'wan-list': 'WAN' }, 'either an interface or a list'],
    ['guest.vlan', { wan: 'ether2' }, 'three interfaces'],
    ['guest.vlan', { 'wan-list': 'all' }, 'none of RouterOS’s own', 1],
    ['wireguard.site', { 'peer-address': '10.255.0.5' }, 'peer-address: another address in the same network'],
    ['wireguard.site', { 'peer-address': '10.255.0.1' }, 'peer-address: another address in the same network'],
    ['wireguard.site', { address: '10.255.0.0/30' }, 'address: the address of a host'],
    ['wireguard.site', { remote: '10.255.0.0/16' }, 'not that of the tunnel'],
    ['wireguard.site', { endpoint: 'branch.example' }, 'an address and a port'],
    ['ipsec.site', { remote: '192.168.0.0/16' }, 'must not overlap'],
    ['ipsec.site', { remote: '0.0.0.0/0' }, 'must not overlap'],
    ['port.forward', { lan: '192.168.88.0/24' }, 'lan: only a public address'],
    ['port.forward', { 'to-address': '192.168.99.10' }, 'to-address: the host has to be one of the LAN', 1],
    ['port.forward', { 'public-address': '203.0.113.10' }, 'either the public address or the interface'],
    ['wan.failover', { 'second-probe': '1.1.1.1' }, 'four addresses'],
    ['abuser.block', { addresses: ['0.0.0.0/0'] }, 'no single abuser'],
    [
      'abuser.block',
      { addresses: ['198.51.100.66', '203.0.113.9/24'] },
      'addresses: an address, or a network by its first',
    ],
    ['management.allow-list', { addresses: ['0.0.0.0/0'] }, 'keeps nobody out'],
    ['fw.addrlist.add', { address: '198.51.100.9/24' }, 'address: an address, or a network by its first'],
    ['fw.filter.add', { 'src-address': '198.51.100.9/24' }, 'src-address: an address, or a network by its first'],
    ['queue.plan', { target: '10.0.0.1/8' }, 'target: an address, or a network by its first'],
  ])('%s %j', (id, changes, why, sample) => {
    expect(() => steps(id, changes, sample)).toThrow(
      expect.objectContaining({ code: 'invalid', message: expect.stringContaining(why) }),
    );
  });
});

test('an address that is given twice, in whatever spelling, is one entry', () => {
  const entries = steps('management.allow-list', {}, 1).filter(({ menu }) => menu === '/ip/firewall/address-list');
  expect(entries.map(({ where }) => where.address)).toEqual(['10.99.0.1', '198.51.100.0/24']);
});

test('values read as RouterOS answers them', () => {
  expect(derived('n', '192.168.50.0/24', 'firstHostInIt')).toBe('192.168.50.1/24');
  expect(derived('n', '192.168.50.0/29', 'otherHosts')).toBe('192.168.50.2-192.168.50.6');
  expect(derived('n', '10.255.0.1/31', 'hostInIt')).toBe('10.255.0.1/31');
  expect(derived('n', '10.0.0.7/32', 'entry')).toBe('10.0.0.7');
  expect(derived('n', '10.0.0.7', 'target')).toBe('10.0.0.7/32');
  expect(derived('n', 'new,untracked,invalid', 'states')).toBe('invalid,new,untracked');
});

test('whatever touches how a router is managed is a W3', () => {
  expect(tierOf(templateOf('management.allow-list'), 'W2')).toBe('W3');
  expect(tierOf(templateOf('wan.pppoe'), 'W2')).toBe('W3');
  expect(tierOf(templateOf('abuser.block'), 'W2')).toBe('W2');
});

describe('the rule that lets in stands before the one that drops', () => {
  const allow = steps('management.allow-list');
  const [, lets, drops] = allow;
  if (lets === undefined || drops === undefined) throw new Error('there are two rules');
  const rowOf = (id: string, step: typeof lets): Fields => ({
    '.id': id,
    ...step.where,
    ...step.fields,
    dynamic: 'false',
  });
  const strange: Fields = { '.id': '*1', chain: 'input', action: 'accept', dynamic: 'false' };
  const anchors = (chain: readonly Fields[]) =>
    predict(allow, [[], chain, chain], null)
      .changes.filter(({ deed, step }) => deed === 'add' && step > 0)
      .map(({ step, anchor }) => [step, anchor]);

  test('where both are new, and where only one of them is', () => {
    expect(anchors([strange])).toEqual([
      [1, '*1'],
      [2, '*1'],
    ]);
    expect(anchors([rowOf('*2', lets), strange])).toEqual([[2, '*1']]);
    expect(anchors([rowOf('*3', drops), strange])).toEqual([[1, '*3']]);
  });

  test('and where somebody turned them round, it is refused', () => {
    const chain = [rowOf('*3', drops), rowOf('*2', lets), strange];
    expect(predict(allow, [[], chain, chain], null).refusals).toEqual([{ id: 'notInPlace', step: 2 }]);
  });
});
