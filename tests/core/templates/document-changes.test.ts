import { expect, test } from 'vitest';
import { type DocumentChange, documentChanges, isOnlyItsNumber } from '@/core/templates/document/changes';
import { documentOf } from '@/core/templates/document/read';
import { templateOf, templates } from '@/core/templates/library';

const id = 'own.clock-here';
const first = documentOf({ ...templateOf('system.ntp'), id, version: 1 });

/** `steps[0].fields: -"a" +"b"`: only what came and what went. */
const drawn = (changes: readonly DocumentChange[]): string[] =>
  changes.map(({ place, lines }) =>
    [
      `${place}:`,
      ...lines.flatMap(({ kind, line }) => (kind === 'same' ? [] : [`${kind === 'added' ? '+' : '-'}${line.trim()}`])),
    ].join(' '),
  );

test('what differs is told with its place and what stands around it, in the order of the document', () => {
  const second = documentOf({
    ...templateOf('system.ntp'),
    ...{ id, version: 2, title: 'Set our clock' },
    radius: { ...templateOf('system.ntp').radius, mostDevices: 7 },
  });
  const changes = documentChanges(first, second);
  expect(drawn(changes)).toEqual([
    ': -"version": 1, -"title": "Set the clock by NTP", +"version": 2, +"title": "Set our clock",',
    `radius: -"mostDevices": ${templateOf('system.ntp').radius.mostDevices}, +"mostDevices": 7,`,
  ]);
  expect(changes[1]?.lines.filter(({ kind }) => kind === 'same').map(({ line }) => line.trim())).toContain(
    '"touchesManagement": false,',
  );
  expect(isOnlyItsNumber(first, second)).toBe(false);
});

test('a field of a step is told with the step, and a step that came between is told alone', () => {
  const { steps, ...template } = templateOf('guest.vlan');
  const named = { ...template, id: 'own.guests', version: 1 };
  const at = steps.findIndex(({ where }) => where.comment !== undefined);
  const one = steps[at];
  if (one === undefined) throw new Error('it has a step with a comment');
  const before = documentOf({ ...named, steps });
  const other = { ...one, where: { ...one.where, comment: { fixed: 'Guests of ours' } } };
  expect(drawn(documentChanges(before, documentOf({ ...named, steps: steps.with(at, other) })))).toEqual([
    expect.stringMatching(new RegExp(`^steps\\[${at}\\]\\.where\\.comment: -.* \\+"fixed": "Guests of ours"$`)),
  ]);
  const between = documentChanges(before, documentOf({ ...named, steps: steps.toSpliced(at, 0, other) }));
  expect(between).toHaveLength(1);
  expect(between[0]?.lines.some(({ kind }) => kind === 'removed')).toBe(false);
});

test('what is only written otherwise, or is only numbered otherwise, says the same', () => {
  const again = documentOf({ ...templateOf('system.ntp'), id, version: 2 });
  for (const text of [again, JSON.stringify(JSON.parse(again)), JSON.stringify(JSON.parse(again), null, 8)])
    expect([drawn(documentChanges(first, text)), isOnlyItsNumber(first, text)]).toEqual([
      [': -"version": 1, +"version": 2,'],
      true,
    ]);
  expect(documentChanges(first, first)).toEqual([]);
});

/** Two rules of a firewall behind much that is only in another order: what hides a swap of them. */
function muchMoved(version: number, { turned, actions, format = 1 }: Moved): string {
  const choices = Array.from({ length: 64 }, (_, at) => ({ value: `choice-${at}`, title: `Choice ${at}` }));
  const parameters = Array.from({ length: 24 }, (_, at) => ({
    ...{ name: `p${at}`, title: `Parameter ${at}`, kind: 'choice' },
    choices: turned ? choices.toReversed() : choices,
  }));
  const steps = actions.map((action) => ({ menu: '/ip/firewall/filter', verb: 'have', fields: { action } }));
  return JSON.stringify({ format, id, version, parameters, steps });
}

interface Moved {
  readonly turned: boolean;
  readonly actions: readonly string[];
  readonly format?: number;
}

test('two actions that were swapped are told, however much else is in another order', () => {
  const before = muchMoved(1, { turned: false, actions: ['drop', 'accept'] });
  const after = muchMoved(2, { turned: true, actions: ['accept', 'drop'] });
  expect(isOnlyItsNumber(before, after)).toBe(false);
  const steps = documentChanges(before, after).filter(({ place }) => place.startsWith('steps'));
  expect(drawn(steps)).toEqual([
    'steps[0].fields: -"action": "drop" +"action": "accept"',
    'steps[1].fields: -"action": "accept" +"action": "drop"',
  ]);
});

test('a list that is only turned round says something else, and each of its lines is told', () => {
  const one = muchMoved(1, { turned: false, actions: [] });
  const other = muchMoved(2, { turned: true, actions: [] });
  expect(isOnlyItsNumber(one, other)).toBe(false);
  const lines = documentChanges(one, other).flatMap((piece) => piece.lines);
  expect(lines.filter(({ kind }) => kind === 'added').length).toBeGreaterThan(1000);
});

test('another number of its form is more than the number of the version, and so is what is no number', () => {
  const given = { turned: false, actions: [] };
  expect(isOnlyItsNumber(muchMoved(1, given), muchMoved(2, { ...given, format: 2 }))).toBe(false);
  expect(isOnlyItsNumber('{"version": 1}', '{"version": "1"}')).toBe(false);
  expect(isOnlyItsNumber('{"version": 1', '{"version": 2')).toBe(false);
  expect(isOnlyItsNumber('{"version": 1}', '{"version": 2}')).toBe(true);
});

test('no line is lost and none is made up, whatever is compared with whatever, right or wrong', () => {
  const documents = templates.map(documentOf);
  const spoilt = documents.flatMap((text, at) => [text.slice(0, 40 * (at + 1)), text.replaceAll('}', ']'), '', '"']);
  for (const [at, after] of [...documents, ...spoilt].entries()) {
    const before = documents[at % documents.length] ?? '';
    const lines = documentChanges(before, after).flatMap((piece) => piece.lines);
    const count = (text: string) => text.trimEnd().split('\n').length;
    const [came, went] = (['added', 'removed'] as const).map((kind) => lines.filter((one) => one.kind === kind).length);
    expect(Number(came) - Number(went)).toBe(count(after) - count(before));
  }
});
