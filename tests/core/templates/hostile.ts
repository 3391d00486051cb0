import fc from 'fast-check';
import type { Value, Values } from '@/core/actions/parameter';
import { commandOf, permittedOf } from '@/core/change/permitted';
import { changeSentences, lookSentence } from '@/core/change/said';
import type { Step } from '@/core/change/step';
import { AppError } from '@/core/errors';
import { compile } from '@/core/templates/compile';
import { type TemplateId, templateIds, templateOf } from '@/core/templates/library';
import { samples } from '../../support/template-samples';

/* What nobody means who fills in a template, and what is wrong with the steps that come of it. */

const inWords = [
  '=',
  '\n',
  '\0',
  '\r\n',
  '!re',
  '.tag=1',
  '=.id=*1',
  '?name=x',
  '?#|',
  '/system/reboot',
  ';',
  '"',
  '$',
  '[',
  '{name}',
  '{item}',
];
const odd = [
  '!ether1',
  '*1',
  ' ',
  ' a',
  'a ',
  ',',
  'a,b',
  '\u202e',
  '\u2028',
  '\ud800',
  '\u200b',
  '__proto__',
  '0.0.0.0/0',
  '10.0.0.1/24',
  '::/0',
  '1-2',
  '0',
];

const piece = fc.oneof(
  fc.constantFrom(...inWords, ...odd),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ maxLength: 12 }),
);
/** Something strange, by itself or inside of what is right. */
export const hostileOf = (plain: Value): fc.Arbitrary<unknown> => {
  const right = String([plain].flat()[0] ?? '');
  const text = fc.oneof(
    piece,
    fc.tuple(piece, piece).map((parts) => parts.join('')),
    piece.map((one) => `${right}${one}`),
    piece.map((one) => `${one}${right}`),
    piece.map((one) => `${right.slice(0, 3)}${one}${right.slice(3)}`),
  );
  return fc.oneof(
    { weight: 6, arbitrary: text },
    { weight: 3, arbitrary: fc.array(text, { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant({})) },
  );
};

/** What a step says to the router: the look, and the change of a row or of a new one. */
export const saidBy = (step: Step) =>
  step.verb === 'have'
    ? [lookSentence(step)]
    : [lookSentence(step), ...changeSentences(step, { row: rowOf(step), anchor: anchorFor(step) })];
const anchorFor = ({ place }: Step): string | null => (place === undefined ? null : place === 'first' ? '*1' : place);
const rowOf = ({ verb, where }: Step): string => (verb === 'add' || Object.keys(where).length === 0 ? '' : '*1A');

// A key alone may end in an equals sign.
export const oneValue = /^(?:=[a-z0-9.-]+=|\?[a-z0-9.-]+=)(?:[^\p{C}\p{Zl}\p{Zp}=]*|[A-Za-z0-9+/]{43}=)$/u;
const ofReading = /^=\.proplist=[a-z0-9.,-]+$|^\?#/;

/** What is wrong with the steps of a template with these values, in words; null: it was refused. */
export function wrongWith(id: TemplateId, values: Values): string[] | null {
  const template = templateOf(id);
  let steps: readonly Step[];
  try {
    steps = compile(template, values);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
  const forms = new Set(template.steps.map(commandOf));
  const fields = new Set(
    template.steps.flatMap(({ where, fields: given }) => [...Object.keys(where), ...Object.keys(given)]),
  );
  return steps.flatMap((step) => [
    ...(forms.has(commandOf(step)) ? [] : [commandOf(step)]),
    ...(step.verb === 'have' || template.radius.commands.includes(commandOf(step)) ? [] : ['beyond its radius']),
    ...[...Object.keys(step.where), ...Object.keys(step.fields)].filter((name) => !fields.has(name)),
    ...saidBy(step).flatMap(({ path, words }) => [
      ...([`${permittedOf(step).at}/print`, commandOf(step)].includes(path) ? [] : [path]),
      ...words.filter((word) => !oneValue.test(word) && !ofReading.test(word)),
    ]),
  ]);
}

/** Each parameter that there is, with values of its template that are right. */
export const parameters = templateIds.flatMap((id) =>
  templateOf(id).parameters.map(({ name }) => ({
    ...{ id, name },
    plain: samples[id].find((values) => name in values) ?? samples[id][0],
  })),
);
