import { expect, test } from 'vitest';
import { changesIn, sentenceOf, type Told } from '@/core/audit/sentence';
import { auditEvents, eventCategory, eventTitle, isOfThing } from '@/core/events';

const told: Told = {
  event: 'device.renamed',
  outcome: 'ok',
  actor: { kind: 'person', name: 'Anna Keller', role: 'admin' },
  target: 'device tower-07',
  reason: null,
};

test.each<[Partial<Told>, string]>([
  [{}, 'Anna Keller (Admin) renamed a device: device tower-07.'],
  [
    { outcome: 'refused', reason: 'your role may not do this: device.edit' },
    'Anna Keller (Admin) attempted this: renamed a device: device tower-07. It was refused: your role may not do this: device.edit.',
  ],
  [{ outcome: 'failed', target: null }, 'Anna Keller (Admin) attempted this: renamed a device. It failed.'],
  [
    { event: 'device.wentDown', actor: { kind: 'runner', name: null, role: null } },
    'The runner noted that a device stopped answering: device tower-07.',
  ],
  [
    { actor: { kind: 'person', name: null, role: 'admin' }, target: null },
    'Somebody whose name was erased (Admin) renamed a device.',
  ],
  [{ event: 'of.old', target: null }, 'Anna Keller (Admin) of.old.'],
])('an entry is a sentence: who did what to what, and what became of it (%#)', (of, sentence) => {
  expect(sentenceOf({ ...told, ...of })).toBe(sentence);
});

test('every event reads as a sentence: the list of them is read as one reads code', async () => {
  const runner = { kind: 'runner', name: null, role: null };
  const lines = auditEvents.map((event) => {
    const actor = isOfThing(event) ? runner : told.actor;
    return `${event}: ${sentenceOf({ ...told, event, actor, target: null })}\n`;
  });
  await expect(lines.join('')).toMatchFileSnapshot('sentences.txt');
});

const done = /^(?:\w+ed|began|brought|had|made|ran|sent|set|was|withdrew) /;

test.each(auditEvents)('%s says what somebody did, or is marked as saying what became of a thing', (event) => {
  expect(done.test(`${eventTitle(event)} `)).toBe(!isOfThing(event));
  if (isOfThing(event)) expect(eventCategory(event)).toBe('system');
});

test('what stopped with a bulk run is noted, not done, by the runner', () => {
  expect(
    sentenceOf({
      ...told,
      event: 'bulkRun.waitingStopped',
      actor: { kind: 'runner', name: null, role: null },
      target: null,
    }),
  ).toBe('The runner noted that runs that waited were stopped.');
});

const body = (detail: object) => JSON.stringify({ detail });

test('what changed is told name by name, and what stayed is not', () => {
  expect(
    changesIn(body({ before: { name: 'a', port: 1, tags: ['x'] }, after: { name: 'b', port: 1, site: 's' } })),
  ).toEqual([
    { name: 'name', before: 'a', after: 'b' },
    { name: 'tags', before: '["x"]', after: null },
    { name: 'site', before: null, after: 's' },
  ]);
  expect(changesIn(body({ before: 'viewer', after: 'operator' }))).toEqual([
    { name: 'value', before: 'viewer', after: 'operator' },
  ]);
  expect(changesIn(body({ state: 'done' }))).toEqual([]);
  expect(changesIn(body({ before: null, after: null }))).toEqual([]);
});
