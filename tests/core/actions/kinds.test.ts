import { describe, expect, test } from 'vitest';
import { type ActionId, actions } from '@/core/actions/all';
import type { Rule, Values } from '@/core/actions/parameter';
import { judged } from '@/core/actions/parameters';
import { brokenBy } from '@/core/actions/rules';

/** The value as it is taken, or the words in which it is refused; others may be missing, of which nothing is said here. */
function taken(id: ActionId, name: string, value: unknown): unknown {
  const action = actions.find((one) => one.id === id);
  const parameters = action?.parameters.filter((parameter) => parameter.name === name) ?? [];
  if (action === undefined || parameters.length !== 1) throw new Error(`${id} has no ${name}`);
  const verdict = judged({ parameters, rules: [] }, { [name]: value });
  return 'values' in verdict ? verdict.values[name] : verdict.problems.map(({ message }) => message).join('; ');
}

describe('addresses', () => {
  const dns = (value: unknown) => taken('dns.set', 'servers', value);
  const allowed = (value: unknown) => taken('wg.peer.add', 'allowed-address', value);

  test('are one or several, each in the spelling that RouterOS answers with', () => {
    expect(dns(['9.9.9.9'])).toEqual(['9.9.9.9']);
    expect(dns(['9.9.9.9', '2001:DB8:0::1'])).toEqual(['9.9.9.9', '2001:db8::1']);
    expect(allowed(['10.0.0.2', '10.1.0.0/16', '2001:DB8::/32'])).toEqual(['10.0.0.2', '10.1.0.0/16', '2001:db8::/32']);
  });

  test('are refused one by one, and by how many they are', () => {
    expect(dns([])).toBe('at least one');
    expect(dns(['9.9.9.9', '9.9.9.9', '9.9.9.9', '9.9.9.9', '9.9.9.9'])).toBe('at most 4');
    // A text has a length too, of which nothing is said.
    expect(dns('9.9.9.9')).toBe('a list');
    expect(taken('log.entries', 'topics', 'system,info,and,many,more'.repeat(9))).toBe('a list');
    expect(dns(['9.9.9.9', '10.0.0.0/8'])).toBe('an IP address');
    expect(dns(['9.9.9.9,1.1.1.1'])).toBe('an IP address');
    expect(dns([''])).toBe('an IP address');
    expect(allowed(['10.0.0.2', 'a.example'])).toBe('an IP address or a network with its length');
    expect(allowed(['10.0.0.0/33'])).toBe('an IP address or a network with its length');
  });

  test('say which of them is wrong', () => {
    const servers = actions.find(({ id }) => id === 'dns.set');
    if (servers === undefined) throw new Error('the catalogue has no dns.set');
    const verdict = judged(servers, { servers: ['9.9.9.9', 'x'] });
    expect(verdict).toEqual({ problems: [{ path: ['servers', 1], message: 'an IP address' }] });
  });
});

const oneName = 'one name as the router shows it, without a comma';

test('interfaces are names, none of which can be read as several, as a number or as all but one', () => {
  const given = (value: unknown) => taken('if.traffic', 'interface', value);
  expect(given(['ether1', 'WAN Ost', '<pppoe-kunde>'])).toEqual(['ether1', 'WAN Ost', '<pppoe-kunde>']);
  expect(given([])).toBe('at least one');
  expect(given(Array.from({ length: 9 }, (_, index) => `ether${index}`))).toBe('at most 8');
  expect(given('ether1')).toBe('a list');
  for (const odd of ['ether1,ether2', '*1', '!ether1', ' ether1', 'a=b']) expect(given(['ether2', odd])).toBe(oneName);
  expect(given(['a'.repeat(65)])).toBe('1 to 64 characters');
});

test.each<[ActionId, string]>([
  ['if.link', 'interface'],
  ['tool.sniffer', 'interface'],
  ['fw.filter.add', 'in-interface'],
  ['fw.filter.add', 'src-address-list'],
])('neither can that of %s, %s', (id, name) => {
  expect(taken(id, name, 'ether1!')).toBe('ether1!');
  for (const odd of ['ether1,ether2', '!ether1', '*1']) expect(taken(id, name, odd)).toBe(oneName);
});

/** What is taken as it stands, and what is refused in these words. */
const patterned: readonly [
  kind: string,
  ActionId,
  name: string,
  wanted: string,
  taken: string[],
  refused: unknown[],
][] = [
  [
    'row',
    'route.set',
    'row',
    "a row's number, as in *1A",
    ['*1', '*1A', '*FFFFFFFF'],
    ['', '*', '1A', '*1a', '*G', '*1,*2', '*1 ', '*1\n', '*123456789', 26],
  ],
  [
    'fingerprint',
    'route.set',
    'fingerprint',
    '64 hexadecimal digits',
    ['0a'.repeat(32)],
    ['0A'.repeat(32), '0a'.repeat(31), '0a'.repeat(33), `${'0a'.repeat(32)}\n`, `0x${'0a'.repeat(31)}`, null],
  ],
  [
    'ports',
    'fw.filter.add',
    'dst-port',
    'ports, as in 80 or 80,443 or 1000-2000',
    ['1', '65535', '80,443', '1000-2000', '5-5', '80,1000-2000', Array.from({ length: 15 }, () => '80').join(',')],
    [
      ...[
        '',
        '0',
        '65536',
        '080',
        '80,',
        ',80',
        '80,,443',
        '80, 443',
        '2000-1000',
        '1-2-3',
        '-80',
        '80-',
        '!80',
        '1e3',
      ],
      ...['٨٠', '80\n', Array.from({ length: 16 }, () => '80').join(','), 80, ['80']],
    ],
  ],
  [
    'spans',
    'qos.simple.set',
    'burst-time',
    'seconds up and down, as in 8s/8s',
    ['8s/8s', '0s/16s', '999s/1s'],
    ['', '8s', '8/8', '8s/', '8s/8s/8s', '-8s/8s', '1000s/8s', '08s/8s', '8s/8s\n', '10M/2M', 8],
  ],
  [
    'rates',
    'qos.simple.set',
    'max-limit',
    'bits per second up and down, as in 10M/2M',
    ['0/0', '10M/2M', '512k/1G', '1000000/0', '999999999/1'],
    [
      '',
      '10M',
      '10M/',
      '/2M',
      '10M/2M/1M',
      '10m/2M',
      '10T/2M',
      '-1/0',
      '1.5M/2M',
      '0k/0',
      '01M/1M',
      '10M / 2M',
      '1e6/1',
    ],
  ],
  [
    'public key',
    'wg.peers',
    'public-key',
    'a public key of 44 characters',
    ['bmVpdGhlciBzZWNyZXQgbm9yIGFueWJvZHkncyBrZXk=', `${'A'.repeat(43)}=`, `${'+/'.repeat(21)}8=`],
    [
      // The last character before the filling has four bits: with others it is no 32 bytes.
      ...[
        '',
        `${'A'.repeat(42)}B=`,
        `${'A'.repeat(43)}`,
        'A'.repeat(44),
        `${'A'.repeat(42)}==`,
        `${'A'.repeat(43)}=\n`,
      ],
      ...[`${'-_'.repeat(21)}A=`, `${'A'.repeat(44)}=`, `${'A'.repeat(20)}=${'A'.repeat(22)}=`],
    ],
  ],
  [
    'template',
    'tpl.apply',
    'template',
    'a template and its version, as in ntp@3',
    ['ntp@3', 'a@1', 'customer-edge-2@999999'],
    [
      '',
      'ntp',
      'ntp@',
      '@3',
      'ntp@0',
      'ntp@03',
      'NTP@3',
      'ntp@1000000',
      'ntp-@3',
      '-ntp@3',
      'a--b@3',
      'ntp@3@4',
      'ntp@3\n',
    ],
  ],
  [
    'device',
    'tool.bwtest',
    'peer',
    'a device',
    ['0192f0c1-2d3e-4f50-8a6b-7c8d9e0f1a2b'],
    ['', '0192f0c12d3e4f508a6b7c8d9e0f1a2b', '{0192f0c1-2d3e-4f50-8a6b-7c8d9e0f1a2b}', 'edge', '10.0.0.1', 7],
  ],
];

test.each(patterned)('a %s has one form', (_, id, name, wanted, right, wrong) => {
  for (const text of right) expect(taken(id, name, text)).toBe(text);
  for (const text of wrong) expect([text, taken(id, name, text)]).toEqual([text, wanted]);
});

test('a device is named as the database writes it, however it was typed', () => {
  const id = '0192f0c1-2d3e-4f50-8a6b-7c8d9e0f1a2b';
  expect(taken('tool.bwtest', 'peer', id.toUpperCase())).toBe(id);
});

test('a reason is a line of so many characters, those around it not counted', () => {
  const given = (value: unknown) => taken('sys.reboot', 'reason', value);
  const parameter = actions.find(({ id }) => id === 'sys.reboot')?.parameters.find(({ kind }) => kind === 'reason');
  if (parameter?.kind !== 'reason') throw new Error('a reboot needs no reason any more');
  const { min, max } = parameter;
  const wanted = `a reason of ${min} to ${max} characters`;
  expect(given('  after the upgrade = as agreed ')).toBe('after the upgrade = as agreed');
  expect(given('x'.repeat(min))).toBe('x'.repeat(min));
  expect(given('x'.repeat(max))).toBe('x'.repeat(max));
  expect(given('𝔘'.repeat(max))).toBe('𝔘'.repeat(max));
  expect(given('𝔘'.repeat(min - 1))).toBe(wanted);
  for (const odd of ['', ' '.repeat(min), ` ${'x'.repeat(min - 1)} `, 'x'.repeat(max + 1), null, 5])
    expect(given(odd)).toBe(wanted);
  for (const odd of ['after the\nupgrade', 'after \u202eedargpu', 'after\u0000the upgrade'])
    expect(given(odd)).toBe('no control or invisible characters');
});

test('what confirms is typed to the letter', () => {
  const given = (value: unknown) => taken('tool.bwtest', 'confirmation', value);
  const parameter = actions
    .find(({ id }) => id === 'tool.bwtest')
    ?.parameters.find(({ kind }) => kind === 'confirmation');
  if (parameter?.kind !== 'confirmation') throw new Error('a bandwidth test is not confirmed any more');
  const { words } = parameter;
  expect(given(words)).toBe(words);
  for (const odd of ['', `${words} `, words.toUpperCase(), words.slice(1), true, [words], undefined])
    expect(given(odd)).toBe(`type “${words}”`);
});

describe('rules', () => {
  const explained = 'why';
  const broken = (rule: Rule, values: Values) => brokenBy(rule, values);

  test('any: at least one, of which an empty list is none', () => {
    const rule: Rule = { kind: 'any', of: ['a', 'b'], explained };
    expect(broken(rule, {})).toBe('a');
    expect(broken(rule, { c: 'x', b: [] })).toBe('a');
    for (const value of ['x', 0, false, ['x']]) expect(broken(rule, { b: value })).toBeNull();
  });

  test('together: all or none, and the first that is missing is named', () => {
    const rule: Rule = { kind: 'together', of: ['a', 'b', 'c'], explained };
    expect(broken(rule, {})).toBeNull();
    expect(broken(rule, { a: 'x', b: 0, c: false })).toBeNull();
    expect(broken(rule, { b: 'x' })).toBe('a');
    expect(broken(rule, { a: 'x', c: 'x' })).toBe('b');
    expect(broken(rule, { a: 'x', b: 'x', c: [] })).toBe('c');
  });

  test('network: no wider than so, and one address never is', () => {
    const rule: Rule = { kind: 'network', parameter: 'a', shortest: 22, explained };
    for (const value of ['10.0.0.0/22', '10.0.0.0/32', '10.0.0.1', '2001:db8::/32', '2001:db8::1', 'no network/1'])
      expect(broken(rule, { a: value })).toBeNull();
    for (const value of ['10.0.0.0/21', '0.0.0.0/0', '::/0', '2001::/16']) expect(broken(rule, { a: value })).toBe('a');
    expect(broken(rule, {})).toBeNull();
  });

  test('network: of a list each', () => {
    const rule: Rule = { kind: 'network', parameter: 'a', shortest: 22, explained };
    expect(broken(rule, { a: ['10.0.0.0/22', '10.1.0.1'] })).toBeNull();
    expect(broken(rule, { a: ['10.0.0.0/22', '0.0.0.0/0'] })).toBe('a');
  });

  test('family: of a list each', () => {
    const rule: Rule = { kind: 'family', parameter: 'a', family: 'f', explained };
    expect(broken(rule, { f: '4', a: ['10.0.0.0/22', '10.1.0.1'] })).toBeNull();
    expect(broken(rule, { f: '4', a: ['10.0.0.0/22', '2001:db8::1'] })).toBe('a');
    expect(broken(rule, { f: '6', a: '2001:db8::/32' })).toBeNull();
    expect(broken(rule, { f: '6', a: '10.0.0.1' })).toBe('a');
  });

  test('with: wanted where another value is this one, and in this form', () => {
    const rule = { kind: 'with', parameter: 'a', where: 'w', is: 'x', explained } as const;
    expect(broken(rule, { w: 'x' })).toBe('a');
    expect(broken(rule, { w: 'x', a: [] })).toBe('a');
    expect(broken(rule, { w: 'x', a: ['10.0.0.1'] })).toBeNull();
    expect(broken(rule, { w: 'y' })).toBeNull();
    expect(broken(rule, {})).toBeNull();
    const forms = { ipv4: '10.0.0.1', ipv6: '2001:db8::1', host: 'a.example' } as const;
    for (const form of ['ipv4', 'ipv6', 'host'] as const)
      for (const [of, value] of Object.entries(forms)) {
        expect(broken({ ...rule, form }, { w: 'x', a: value })).toBe(of === form ? null : 'a');
        expect(broken({ ...rule, form }, { w: 'y', a: value })).toBeNull();
      }
    expect(broken({ ...rule, form: 'ipv4' }, { w: 'x' })).toBe('a');
  });

  test('only: where another value is one of these', () => {
    const rule = { kind: 'only', parameter: 'a', where: 'w', is: ['x', 'y'], explained } as const;
    for (const w of ['x', 'y']) expect(broken(rule, { w, a: 'v' })).toBeNull();
    for (const values of [{ w: 'z', a: 'v' }, { a: 'v' }, { w: 'xy', a: false }, { w: ['x'], a: 'v' }])
      expect(broken(rule, values)).toBe('a');
    expect(broken(rule, { w: 'z' })).toBeNull();
    expect(broken(rule, { w: 'z', a: [] })).toBeNull();
    expect(broken({ ...rule, asNetwork: true }, { w: 'z', a: '10.0.0.1' })).toBeNull();
    expect(broken({ ...rule, asNetwork: true }, { w: 'z', a: '10.0.0.0/8' })).toBe('a');
  });
});
