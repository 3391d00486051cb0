import { expect, test } from 'vitest';
import type { Values } from '@/core/actions/parameter';
import { permitted } from '@/core/change/permitted';
import { compile } from '@/core/templates/compile';
import type { Template } from '@/core/templates/define';
import { documentOf, readDocument } from '@/core/templates/document/read';
import { templates } from '@/core/templates/library';
import { aFifth } from '../../support/drawn';
import { samples } from '../../support/template-samples';

/* Documents of the library with one word in them turned into another, 10,000 times: none reaches beyond the allow-list or its radius. */

/** Words that somebody would try: menus, fields and values from outside, and what a parser trips over. */
const words = [
  ...[
    '/system/script',
    '/system/scheduler',
    '/user',
    '/tool/fetch',
    '/system/reboot',
    '/file',
    '/ip/service',
    '/ppp/secret',
  ],
  ...[
    'source',
    'on-event',
    'on-up',
    'on-down',
    'script',
    'lease-script',
    'up-script',
    'policy',
    'password',
    'secret',
    'run',
  ],
  ...[
    'remove',
    'set',
    'add',
    'have',
    'unset',
    'move',
    'print',
    'export',
    '.id',
    'numbers',
    'copy-from',
    'place-before',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '=disabled=yes',
    'a\n=b=c',
    '\u0000',
    '\u202e',
    '*1',
    '{item}',
    '{nobody}',
    '',
    ' ',
  ],
  ...[-1, 0, 1e9, true, false, null, [], {}, { from: 'nobody' }, { fixed: '=x=y' }, { item: true }, { text: '{' }],
];

/** The same seed, the same choices: mulberry32. */
function randomFrom(seed: number): (below: number) => number {
  let at = seed;
  return (below) => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Json = Record<string, unknown> | unknown[];
const isHolder = (one: unknown): one is Json => typeof one === 'object' && one !== null;

/** Every place in it that holds something. */
function placesOf(of: Json): readonly (readonly [holder: Json, name: string])[] {
  return Object.entries(of).flatMap(([name, inside]) => [
    [of, name] as const,
    ...(isHolder(inside) ? placesOf(inside) : []),
  ]);
}

/** One value, or one name, becomes another word. */
function spoil(document: Json, random: (below: number) => number): void {
  const places = placesOf(document);
  const [holder, name] = places[random(places.length)] ?? [document, 'id'];
  const word = words[random(words.length)];
  const isRenamed = !Array.isArray(holder) && random(2) === 0 && typeof word === 'string';
  const value = Reflect.get(holder, name);
  if (isRenamed) Reflect.deleteProperty(holder, name);
  Reflect.defineProperty(holder, isRenamed ? word : name, {
    ...{ value: isRenamed ? value : word, enumerable: true, writable: true, configurable: true },
  });
}

/** What a document that was taken would say beyond what any template may, or beyond what it says of itself. */
function beyond(template: Template, values: Values): string[] {
  const { radius } = template;
  let steps: ReturnType<typeof compile>;
  try {
    steps = compile(template, values);
  } catch (error) {
    // Values that it does not take any more. Anything else would be a mistake of the document's check.
    return error instanceof Error && error.name === 'AppError' ? [] : [String(error)];
  }
  return steps.flatMap(({ menu, verb, where, fields }) => {
    const entry = permitted.find((one) => one.menu === menu && one.verb === verb);
    if (entry === undefined) return [`${menu}/${verb}`];
    const strange = [
      ...Object.keys(where).filter((name) => !entry.where.includes(name)),
      ...Object.keys(fields).filter((name) => !entry.fields.includes(name)),
      ...[...Object.values(where), ...Object.values(fields)].filter((value) => /[\p{C}]|=./u.test(value)),
    ];
    const isSaid = verb === 'have' || radius.commands.includes(`${menu}/${verb}`);
    return [...strange, ...(isSaid ? [] : [`${menu}/${verb} is not said`])];
  });
}

const rounds = aFifth(10_000);

test('spoilt words: none reaches further than it says, and than any may; and the check never breaks', () => {
  const random = randomFrom(20_261_201);
  const found: string[] = [];
  let taken = 0;
  for (let round = 0; round < rounds; round += 1) {
    const template = templates[random(templates.length)] ?? templates[0];
    const document: Json = JSON.parse(documentOf(template));
    spoil(document, random);
    const read = readDocument(JSON.stringify(document));
    if ('faults' in read) continue;
    taken += 1;
    const [sample] = samples[template.id];
    found.push(...beyond(read.template, sample).map((one) => `round ${round}: ${one}`));
  }
  expect(found).toEqual([]);
  // Some words mean something else that is right; that is as it has to be, or nothing would have been tried.
  expect(taken).toBeGreaterThan(rounds / 200);
  expect(taken).toBeLessThan(rounds / 2);
}, 300_000);
