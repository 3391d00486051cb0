type Part = Record<string, unknown>;

/** As somebody could write it. */
interface Sound extends Part {
  readonly parameters: Part[];
  readonly rules: Part[];
  readonly steps: Part[];
  readonly radius: Part;
}

/** A document that is right, of which each of these cases spoils one thing. */
const sound = (): Sound => ({
  format: 'routeward-template/1',
  id: 'own.guests-away',
  version: 1,
  title: 'Keep guests away',
  area: 'firewall',
  purpose: 'Drops what guests send to a network.',
  limits: ['IPv6 is not touched.'],
  parameters: [
    {
      name: 'to',
      title: 'Networks',
      kind: 'addresses',
      accepts: 'ipv4OrPrefix',
      most: 4,
      isRequired: true,
      explained: 'Where they may not go.',
    },
    { name: 'note', title: 'Note', kind: 'text', max: 40, isRequired: false, explained: 'For people.' },
  ],
  rules: [{ kind: 'network', parameter: 'to', shortest: 8, explained: 'a network wider than a /8 is everything' }],
  steps: [
    {
      ...{ menu: '/ip/firewall/address-list', verb: 'add', each: 'to', mostRows: 1, ifNone: 'refuse', ifOther: 'set' },
      where: { list: { fixed: 'no-guests' }, address: { item: true, as: 'entry' } },
      fields: { comment: { from: 'note' } },
    },
  ],
  radius: {
    commands: ['/ip/firewall/address-list/add', '/ip/firewall/address-list/set'],
    ...{ mostRows: 4, mostDevices: 1, touchesManagement: false, interruptsService: true },
  },
});

export function spoilt(spoil: (document: Sound) => unknown): string {
  const document = sound();
  spoil(document);
  return JSON.stringify(document, null, 2);
}
export const step = ({ steps }: Sound): Record<string, unknown> => steps[0] ?? {};
const pppoe = (password: unknown) => ({
  ...{ menu: '/interface/pppoe-client', verb: 'add', mostRows: 1, ifNone: 'refuse' },
  where: { name: { fixed: 'wan' } },
  fields: { password },
});

/** What is spoilt, how, and what is said of it. */
export const spoiltDocuments: readonly [string, (document: Sound) => unknown, string][] = [
  [
    'a field that is not on the list',
    (d) => Object.assign(step(d), { fields: { foo: { fixed: 'x' } } }),
    'steps[0].fields.foo: /ip/firewall/address-list has no such field to be added',
  ],
  [
    'a script',
    (d) => Object.assign(step(d), { menu: '/system/script' }),
    'steps[0].menu: no template may reach /system/script',
  ],
  ['a user', (d) => Object.assign(step(d), { menu: '/user' }), 'steps[0].menu: no template may reach /user'],
  [
    'a script of a lease',
    (d) =>
      Object.assign(step(d), {
        menu: '/ip/dhcp-server',
        where: { name: { fixed: 'a' } },
        fields: { 'lease-script': { fixed: ':put 1' } },
      }),
    'steps[0].fields.lease-script: /ip/dhcp-server has no such field to be added',
  ],
  [
    'what comes from a prototype',
    (d) => Object.assign(step(d), { fields: { constructor: { fixed: 'x' } } }),
    'steps[0].fields.constructor: /ip/firewall/address-list has no such field to be added',
  ],
  [
    'a verb that is not',
    (d) => Object.assign(step(d), { menu: '/ip/service', verb: 'remove' }),
    'steps[0].verb: in /ip/service things may be set, and not removed',
  ],
  [
    'every row of a menu',
    (d) => Object.assign(step(d), { where: {} }),
    'steps[0].where: has to say which list entry: a step about every row is nobody’s intention',
  ],
  [
    'a row by a number that is written down',
    (d) => Object.assign(step(d), { menu: '/ip/firewall/raw', verb: 'set', where: { '.id': { fixed: '*1' } } }),
    'steps[0].where.".id": is the number of a row: it is only filled from a parameter of the kind row',
  ],
  [
    'a secret that is written down',
    (d) => d.steps.push(pppoe({ fixed: 'hunter2' })),
    'steps[1].fields.password: is secret: it is only filled from a parameter of the kind secret, and never written down here',
  ],
  [
    'a secret out of a text that anybody reads',
    (d) => d.steps.push(pppoe({ from: 'note' })),
    'steps[1].fields.password: is secret: it is only filled from a parameter of the kind secret, and never written down here',
  ],
  [
    'a secret where anybody reads it',
    (d) =>
      d.parameters.push({
        name: 'psk',
        title: 'Key',
        kind: 'secret',
        min: 8,
        max: 64,
        isRequired: true,
        explained: 'The key.',
      }) && Object.assign(step(d), { fields: { comment: { text: 'key {psk}' } } }),
    'steps[0].fields.comment.text: psk is secret, and this is a field that anybody may read',
  ],
  [
    'a parameter that is not there',
    (d) => Object.assign(step(d), { fields: { comment: { from: 'nobody' } } }),
    'steps[0].fields.comment.from: there is no parameter nobody',
  ],
  [
    'one in a text',
    (d) => Object.assign(step(d), { fields: { comment: { text: 'for {nobody}' } } }),
    'steps[0].fields.comment.text: there is no parameter nobody',
  ],
  [
    'a brace too many',
    (d) => Object.assign(step(d), { fields: { comment: { text: '{note} {' } } }),
    'steps[0].fields.comment.text: a brace stands for the beginning or the end of a parameter’s name, and for nothing else',
  ],
  [
    'a second word in a value',
    (d) => Object.assign(step(d), { fields: { comment: { fixed: 'a\n=disabled=yes' } } }),
    'steps[0].fields.comment.fixed: may have no control or invisible characters',
  ],
  [
    'an equals sign',
    (d) => Object.assign(step(d), { fields: { comment: { fixed: '=disabled=yes' } } }),
    'steps[0].fields.comment.fixed: may have no equals sign in it',
  ],
  [
    'a filling of no form',
    (d) => Object.assign(step(d), { fields: { comment: { call: 'x' } } }),
    'steps[0].fields.comment: has to be one of {"fixed": …}, {"from": …}, {"text": …} and {"item": true}',
  ],
  [
    'a filling of two',
    (d) => Object.assign(step(d), { fields: { comment: { fixed: 'x', from: 'note' } } }),
    'steps[0].fields.comment.from: is no word that may stand here',
  ],
  [
    'what does not follow',
    (d) => Object.assign(step(d), { fields: { comment: { from: 'note', as: 'firstHost' } } }),
    'steps[0].fields.comment.as: does not follow from a parameter of the kind text',
  ],
  [
    'what is called like nothing',
    (d) => Object.assign(step(d), { fields: { comment: { from: 'note', as: 'eval' } } }),
    'steps[0].fields.comment.as: has to be one of firstHost, firstHostInIt, otherHosts, lan, network, hostInIt, entry, target, duration, states',
  ],
  [
    'one of several without any',
    (d) => Object.assign(step(d), { each: 'note' }),
    'steps[0].each: note has one value, and not several',
  ],
  [
    'a place where none is',
    (d) => Object.assign(step(d), { place: 'first' }),
    'steps[0].place: is said of what is added where the order counts, and nowhere else',
  ],
  [
    'reach that is not said',
    (d) => Object.assign(d.radius, { commands: ['/ip/firewall/address-list/add'] }),
    'radius.commands: does not say that it reaches /ip/firewall/address-list/set',
  ],
  [
    'reach that is not there',
    (d) =>
      Object.assign(d.radius, {
        commands: ['/ip/firewall/address-list/add', '/ip/firewall/address-list/set', '/user/add'],
      }),
    'radius.commands[2]: is reached by no step, or stands there twice',
  ],
  [
    'fewer rows than it comes to',
    (d) => Object.assign(d.radius, { mostRows: 3 }),
    'radius.mostRows: is less than the 4 rows that its steps can come to',
  ],
  [
    'more steps than are undone',
    (d) =>
      Object.assign(d.parameters[0] ?? {}, { most: 32 }) &&
      d.steps.push({ ...step(d), where: { list: { fixed: 'b' }, address: { item: true } } }),
    'steps: can come to 64 steps: more than 40 are not undone together',
  ],
  [
    'nothing to do',
    (d) =>
      Object.assign(step(d), {
        menu: '/interface',
        verb: 'have',
        ifOther: undefined,
        where: { name: { item: true } },
        fields: {},
      }),
    'steps: changes nothing: each only looks for something',
  ],
  [
    'a word that nobody knows',
    (d) => Object.assign(step(d), { onError: 'run' }),
    'steps[0].onError: is no word that may stand here',
  ],
  ['a word that is missing', (d) => Object.assign(step(d), { mostRows: undefined }), 'steps[0].mostRows: is missing'],
  [
    'a kind that no step takes',
    (d) => Object.assign(d.parameters[1] ?? {}, { kind: 'confirmation', words: 'x' }),
    'parameters[1].kind: has to be a kind of parameter that a template can have',
  ],
  [
    'a name of every object',
    (d) => Object.assign(d.parameters[1] ?? {}, { name: 'constructor' }),
    'parameters[1].name: is a name that is taken',
  ],
  [
    'a name that stands twice',
    (d) => Object.assign(d.parameters[1] ?? {}, { name: 'to' }),
    'parameters[1].name: is the name of another parameter too',
  ],
  [
    'a default that nobody could give',
    (d) => Object.assign(d.parameters[1] ?? {}, { kind: 'interface', byDefault: 'a,b' }),
    'parameters[1].byDefault: has to be one name as the router shows it, without a comma',
  ],
  [
    'a parameter for nothing',
    (d) => Object.assign(step(d), { fields: {} }),
    'parameters[1].name: is a parameter that no step takes',
  ],
  [
    'a rule of nobody',
    (d) => Object.assign(d.rules[0] ?? {}, { parameter: 'nobody' }),
    'rules[0].parameter: there is no parameter nobody',
  ],
  [
    'a half sentence',
    (d) => Object.assign(d, { purpose: 'drops' }),
    'purpose: has to be a sentence: with a capital letter first and a full stop last',
  ],
  [
    'another form',
    (d) => Object.assign(d, { format: 'routeward-template/2' }),
    'format: has to be "routeward-template/1"',
  ],
];
