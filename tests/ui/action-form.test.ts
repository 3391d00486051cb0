import { expect, test } from 'vitest';
import { readIds, readOf } from '@/core/actions/index';
import { blank, check, firstProblem } from '@/ui/actions/check';
import { partsOf } from '@/ui/frame/router-line';

const ping = readOf('tool.ping');

test('a form opens with the defaults of the catalogue, and lacks only what is required', () => {
  for (const action of readIds.map(readOf)) {
    const required = action.parameters.filter(({ isRequired }) => isRequired).map(({ name }) => name);
    // Where one of several is wanted, it is said at the first of them.
    const wanted = action.rules.flatMap((rule) => (rule.kind === 'any' ? [rule.of[0] ?? ''] : []));
    const problems = Object.keys(check(action, blank(action)).problems);
    expect(problems.sort()).toEqual([...required, ...(required.length === 0 ? wanted : [])].sort());
  }
});

test('typed text becomes the values that the schema takes', () => {
  const checked = check(ping, { ...blank(ping), address: ' 1.1.1.1 ', count: '10', 'arp-ping': 'true' });
  expect(checked.values).toMatchObject({ address: '1.1.1.1', count: 10, 'arp-ping': true, 'do-not-fragment': false });
  expect(checked.values).not.toHaveProperty('vrf');
});

test('what is wrong is said at its own parameter, in the words of the schema', () => {
  const checked = check(ping, { ...blank(ping), address: '1.1.1.1', count: 'ten', interval: '1' });
  expect(checked.values).toBeNull();
  expect(Object.keys(checked.problems)).toEqual(['count', 'interval']);
  expect(firstProblem(ping, checked)).toMatch(/^Count: from 1 to 300/);
});

test('a rule between two values speaks at the one that has to change', () => {
  const checked = check(ping, { ...blank(ping), address: '1.1.1.1', count: '60', interval: '200' });
  expect(Object.keys(checked.problems)).toEqual(['interval']);
});

test('a MAC address may be typed as any label has it, and is sent as RouterOS writes it', () => {
  const hosts = readOf('br.hosts');
  const typed = (mac: string) => check(hosts, { ...blank(hosts), mac });
  expect(typed(' aabb.ccdd.ee0f ').values).toMatchObject({ mac: 'AA:BB:CC:DD:EE:0F' });
  expect(typed('').values).not.toHaveProperty('mac');
  expect(firstProblem(hosts, typed('aa:bb'))).toBe('MAC address: a MAC address, as in AA:BB:CC:DD:EE:FF');
});

test('a line is split into path, command and arguments, and joined it is the same line', () => {
  const lines = [
    '/tool/ping address=1.1.1.1 count=5',
    '/ping address=1.1.1.1',
    '/ip route print where dst-address=10.0.0.0/24',
    '/interface/print where type="a \\"b\\" c" !routing-mark',
    '/ip/dhcp-server/lease/print where (address=10.0.0.9 or active-address=10.0.0.9) status=bound',
    '/system/clock/print',
    '/ppp/secret/set [find name="an na"] disabled=yes',
    '/ppp/active/remove [find name=anna]',
    'not a line at all',
    '',
  ];
  for (const line of lines)
    expect(
      partsOf(line)
        .map(({ text }) => text)
        .join(''),
    ).toBe(line);
  expect(partsOf('/tool/ping address=1.1.1.1')).toEqual([
    { kind: 'path', text: '/tool/' },
    { kind: 'command', text: 'ping' },
    { kind: 'argument', text: ' address=' },
    { kind: 'text', text: '1.1.1.1' },
  ]);
});
