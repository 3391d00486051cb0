import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { actions } from '@/core/actions/all';
import { isSecretName } from '@/core/actions/redaction';
import { templateText } from '@/core/change/basis';
import { commandOf, type Permitted, permitted } from '@/core/change/permitted';
import { compile } from '@/core/templates/compile';
import type { Template } from '@/core/templates/define';
import { isDirectId, templateIds, templateOf, templates } from '@/core/templates/library';
import { toldTemplateLine } from '@/core/templates/told-template';
import { samples } from '../support/template-samples';
import { running, runningPath } from './running';

const all: readonly Template[] = templates;
const spoilt = (changes: Partial<Template>): Template => ({ ...templateOf('subscriber.suspend'), ...changes });

const digestOf = (template: Template): string => createHash('sha256').update(templateText(template)).digest('hex');

test('a template that changed is a new version: stored changes and the audit name it by that, so lines are only added', async () => {
  const lines = templateIds
    .map(templateOf)
    .map((template) => `${template.id}@${template.version} ${digestOf(template)}\n`);
  await expect(lines.join('')).toMatchFileSnapshot('templates.txt');
});

test('every write action of the catalogue is a direct action; the deployment of a template is the templates themselves', () => {
  const writes = actions.filter(({ effect }) => effect === 'write').map(({ id }) => id);
  expect(writes).toHaveLength(33);
  expect(templateIds.filter(isDirectId).sort()).toEqual(writes.filter((id) => id !== 'tpl.apply').sort());
});

test('the tier of a direct action is never below that of its entry', () => {
  const tiers = ['W1', 'W2', 'W3'];
  const below = actions.flatMap((action) =>
    action.effect === 'write' &&
    isDirectId(action.id) &&
    tiers.indexOf(toldTemplateLine(templateOf(action.id)).tier) < tiers.indexOf(action.tier)
      ? [action.id]
      : [],
  );
  expect(below).toEqual([]);
});

/** What is missing from what a template says of itself. */
function unsaid({ id, version, title, purpose, limits, parameters }: Template): string[] {
  const sentences = [purpose, ...limits, ...parameters.map(({ explained }) => explained)];
  return [
    ...(/^[a-z]+(?:-[a-z]+)*(?:\.[a-z]+(?:-[a-z]+)*)+$/.test(id) ? [] : [`id ${id}`]),
    ...(Number.isSafeInteger(version) && version > 0 ? [] : [`version ${version}`]),
    ...(/^[A-Z]/.test(title) ? [] : [`title ${title}`]),
    ...sentences.filter((text) => !/^[A-Z].*\.$/.test(text)),
    ...(limits.length === 0 ? ['what it does not do'] : []),
  ];
}

/** Parameters that no step takes, and values of steps that are no parameter. */
function unfilled({ parameters, steps }: Template): string[] {
  const fillings = steps.flatMap(({ where, fields }) => [...Object.values(where), ...Object.values(fields)]);
  const named = (text: string) => [...text.matchAll(/\{([\w-]+)\}/g)].map(([, name = '']) => name);
  const taken = [
    ...fillings.flatMap((filling) =>
      'from' in filling ? [filling.from] : 'text' in filling ? named(filling.text) : [],
    ),
    ...steps.flatMap(({ each, given }) => [each, given].filter((name) => name !== undefined)),
  ].filter((name) => name !== 'item');
  const names = parameters.map(({ name }) => name);
  return [...names.filter((name) => !taken.includes(name)), ...taken.filter((name) => !names.includes(name))];
}

/** Whether it says that it reaches further than its steps do. */
const overstated = ({ steps, radius }: Template): string[] =>
  radius.commands.filter(
    (command) =>
      !steps.some(
        (step) => commandOf(step) === command || (step.ifOther !== undefined && `${step.menu}/set` === command),
      ),
  );

describe('every template says what it is', () => {
  test('in whole sentences, once, and each of its parameters is taken by a step', () => {
    expect(all.flatMap(unsaid)).toEqual([]);
    expect(all.flatMap(unfilled)).toEqual([]);
    expect(all.flatMap(overstated)).toEqual([]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  test('that law bites', () => {
    expect(unsaid(spoilt({ id: 'Suspend', version: 0, title: 'suspend', purpose: 'Off', limits: [] }))).toHaveLength(5);
    const [first] = templateOf('subscriber.resume').steps;
    if (first === undefined) throw new Error('it has a step');
    expect(unfilled(spoilt({ steps: [{ ...first, where: { name: { from: 'nobody' } } }] }))).toEqual([
      'name',
      'nobody',
    ]);
    expect(overstated(spoilt({ steps: templateOf('subscriber.resume').steps }))).toEqual(['/ppp/active/remove']);
  });
});

describe('a template reaches no further than it says, and than any may', () => {
  const values = { name: 'anna' };

  test.each(templateIds)('%s compiles, with as little as it takes and with everything', (id) => {
    for (const sample of samples[id]) expect(compile(templateOf(id), sample).length).toBeGreaterThan(0);
  });

  const { steps, radius } = templateOf('subscriber.suspend');
  const [first] = steps;
  if (first === undefined) throw new Error('it has steps');
  test.each([
    ['a menu that is not on the list', { steps: [{ ...first, menu: '/user' }] }],
    ['a verb that is not', { steps: [{ ...first, menu: '/ppp/active' }] }],
    ['a field that is not', { steps: [{ ...first, fields: { password: { fixed: 'x' } } }] }],
    ['rows found by a field that is not', { steps: [{ ...first, where: { password: { fixed: 'x' } } }] }],
    ['every row of a menu', { steps: [{ ...first, where: {} }] }],
    ['a command beyond its radius', { radius: { ...radius, commands: ['/ppp/secret/set'] } }],
    ['more rows than its radius', { radius: { ...radius, mostRows: 1 } }],
    ['no steps', { steps: [] }],
    ['more steps than safe mode undoes', { steps: Array.from({ length: 41 }, () => first) }],
  ] satisfies [string, Partial<Template>][])('%s does not compile', (_, changes) => {
    expect(() => compile(spoilt(changes), values)).toThrow(/.+/);
  });
});

/** Called like what is sent to somebody elsewhere, and only a name here. */
const harmless = ['/interface/pppoe-client user'];

/** What steps may set or find by that runs as a script, or is secret. */
const dangerous = ({ menu, verb, where, fields, reads, secrets }: Permitted): string[] => [
  ...(runningPath.test(`${menu}/${verb}`) ? [`${menu}/${verb}`] : []),
  ...fields.filter((name) => running.test(name) && !harmless.includes(`${menu} ${name}`)),
  ...[...where, ...fields, ...reads].filter((name) => isSecretName(name) && !secrets.includes(name)),
  ...reads.filter((name) => secrets.includes(name)),
];

describe('no step runs a script, and none asks for a secret', () => {
  test('whatever steps may do', () => {
    expect(permitted.flatMap(dangerous)).toEqual([]);
    // What a step compares, it has to read; what it sets, it has to be able to set back. A secret is never read.
    expect(
      permitted.flatMap(({ where, fields, reads, secrets }) =>
        [...where, ...fields].filter((name) => reads.includes(name) === secrets.includes(name)),
      ),
    ).toEqual([]);
  });

  test('that law bites', () => {
    const [one] = permitted;
    if (one === undefined) throw new Error('steps may do something');
    expect(dangerous({ ...one, menu: '/system/script', fields: ['source', 'password'] })).toEqual([
      '/system/script/set',
      'source',
      'password',
    ]);
  });
});
