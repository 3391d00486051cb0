import { z } from 'zod';
import { areaNames } from '../../actions/define';
import type { Verb } from '../../change/step';
import { charactersIn, noOneLine, oneLine } from '../../line';
import { derivedNames } from '../derived';

/* What a document may say at all, and how much of it. What its words mean is held against the allow-list by `meant.ts`. */

/** The first word of every document, with the number of this form. */
export const format = 'routeward-template/1';

/** One line of text: nothing invisible, nothing that ends a word. */
const line = (min: number, max: number) =>
  z
    .string('has to be a text')
    .refine((text) => charactersIn(text) >= min && charactersIn(text) <= max, `has to have ${min} to ${max} characters`)
    .refine((text) => oneLine.test(text), `may have ${noOneLine}`);

const sentence = line(2, 300).refine(
  (text) => /^\p{Lu}.*\.$/u.test(text),
  'has to be a sentence: with a capital letter first and a full stop last',
);
const title = line(1, 80).refine((text) => /^\p{Lu}/u.test(text), 'has to begin with a capital letter');

const whole = (min: number, max: number) =>
  z.number('has to be a number').refine((number) => Number.isSafeInteger(number) && number >= min && number <= max, {
    message: `has to be a whole number from ${min} to ${max}`,
  });

/** Names that the address of a page, or a text with values in it, has for something else. */
const taken = ['device', 'item'];
const parameterName = z
  .string('has to be a text')
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'has to be lower-case letters, digits and single hyphens, as in max-limit')
  .max(32, 'may have 32 characters')
  .refine((name) => !taken.includes(name) && !(name in {}), 'is a name that is taken');

const flag = z.boolean('has to be true or false');
const some = <Item extends z.ZodType>(item: Item, min: number, max: number) =>
  z.array(item, 'has to be a list').min(min, `has to have at least ${min}`).max(max, `may have ${max} at most`);

const about = { name: parameterName, title: line(1, 40), isRequired: flag, explained: sentence };
const integer = { min: whole(0, 4_294_967_295), max: whole(0, 4_294_967_295) };
const choice = line(1, 64);
const length = whole(1, 256);

/** Kinds that no step of a document takes (another device, a confirmation, a reason, a fingerprint) are not among them. */
const parameter = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      ...about,
      kind: z.literal('address'),
      accepts: z.enum(['ip', 'ipOrHost', 'ipOrPrefix', 'ipv4', 'ipv4OrPrefix']),
    }),
    z.strictObject({
      ...about,
      kind: z.literal('addresses'),
      accepts: z.enum(['ip', 'ipv4', 'ipOrPrefix', 'ipv4OrPrefix']),
      most: whole(1, 32),
    }),
    z.strictObject({ ...about, kind: z.literal('mac') }),
    z.strictObject({ ...about, kind: z.literal('prefix') }),
    z.strictObject({
      ...{ ...about, kind: z.literal('integer'), ...integer },
      byDefault: integer.min.optional(),
      unit: line(1, 20).optional(),
    }),
    z.strictObject({
      ...{ ...about, kind: z.literal('choice'), choices: some(choice, 1, 64) },
      byDefault: choice.optional(),
    }),
    z.strictObject({ ...about, kind: z.literal('choices'), choices: some(choice, 1, 64) }),
    z.strictObject({ ...about, kind: z.literal('interfaces'), max: length, most: whole(1, 32) }),
    z.strictObject({ ...about, kind: z.literal('row') }),
    z.strictObject({ ...about, kind: z.literal('ports'), byDefault: line(1, 128).optional() }),
    z.strictObject({ ...about, kind: z.literal('rates') }),
    z.strictObject({ ...about, kind: z.literal('spans') }),
    z.strictObject({ ...about, kind: z.literal('publicKey') }),
    z.strictObject({ ...about, kind: z.literal('secret'), min: length, max: length }),
    z.strictObject({ ...about, kind: z.literal('flag'), byDefault: flag.optional() }),
    z.strictObject({ ...about, kind: z.literal('interface'), max: length, byDefault: line(1, 256).optional() }),
    z.strictObject({ ...about, kind: z.literal('text'), max: length, byDefault: line(1, 256).optional() }),
  ],
  'has to be a kind of parameter that a template can have',
);

const name = line(1, 32);
const names = some(name, 1, 24);
const explained = line(2, 300);
const rule = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      ...{ kind: z.literal('needs'), parameter: name, above: integer.min, other: name, min: integer.min, explained },
    }),
    z.strictObject({ kind: z.literal('product'), of: names, max: integer.max, explained }),
    z.strictObject({ kind: z.literal('family'), parameter: name, family: name, explained }),
    z.strictObject({ kind: z.literal('any'), of: names, explained }),
    z.strictObject({ kind: z.literal('together'), of: names, explained }),
    z.strictObject({ kind: z.literal('one'), of: names, explained }),
    z.strictObject({ kind: z.literal('beside'), parameter: name, other: name, explained }),
    z.strictObject({ kind: z.literal('not'), parameter: name, is: some(line(0, 256), 1, 64), explained }),
    z.strictObject({ kind: z.literal('different'), of: names, explained }),
    z.strictObject({ kind: z.literal('apart'), of: names, explained }),
    z.strictObject({ kind: z.literal('neighbour'), parameter: name, other: name, explained }),
    z.strictObject({ kind: z.literal('network'), parameter: name, shortest: whole(0, 128), explained }),
    z.strictObject({
      ...{ kind: z.literal('with'), parameter: name, form: z.enum(['ipv4', 'ipv6', 'host']).optional() },
      ...{ where: name, is: line(0, 256), explained },
    }),
    z.strictObject({
      ...{ kind: z.literal('only'), parameter: name, asNetwork: z.literal(true).optional(), where: name },
      ...{ is: z.union([line(0, 256), some(line(0, 256), 1, 64)], 'has to be a text, or several'), explained },
    }),
  ],
  'has to be a kind of rule that there is',
);

const as = z.enum(derivedNames, `has to be one of ${derivedNames.join(', ')}`).optional();
const fixed = z.strictObject({ fixed: line(0, 200) });
const from = z.strictObject({ from: name, as });
const fillingForms = 'has to be one of {"fixed": …}, {"from": …}, {"text": …} and {"item": true}';

/** Told apart by the word that they have, so that what is wrong is said of the one that was meant. */
const filling = z.unknown().transform((given, ctx) => {
  const has = (word: string): boolean => typeof given === 'object' && given !== null && Object.hasOwn(given, word);
  const form = has('fixed')
    ? fixed
    : has('from')
      ? from.extend({ or: z.union([fixed, from], 'has to be {"fixed": …} or {"from": …}').optional() })
      : has('text')
        ? z.strictObject({ text: line(1, 200) })
        : has('item')
          ? z.strictObject({ item: z.literal(true, 'has to be true'), as })
          : null;
  const read = form?.safeParse(given);
  if (read?.success === true) return read.data;
  const issues = read?.error.issues ?? [{ code: 'custom' as const, path: [], message: fillingForms }];
  for (const issue of issues) ctx.addIssue({ ...issue, code: 'custom', message: sentenceOf(issue), input: given });
  return z.NEVER;
});

const fillings = z
  .record(z.string().max(64), filling, 'has to be fields by their names')
  .refine((all) => Object.keys(all).length <= 32, 'may have 32 fields at most');

/** A document can neither move a rule nor say a command: those are direct actions, of Admins alone. */
export const documentVerbs = ['have', 'add', 'set', 'remove'] as const satisfies readonly Verb[];

const step = z.strictObject({
  menu: line(1, 64),
  verb: z.enum(documentVerbs, 'has to be one of have, add, set and remove'),
  where: fillings,
  fields: fillings,
  mostRows: whole(1, 16),
  ifNone: z.enum(['refuse', 'skip'], 'has to be refuse or skip'),
  ifOther: z.enum(['set', 'refuse'], 'has to be set or refuse').optional(),
  each: name.optional(),
  given: name.optional(),
  when: z.record(z.string().max(32), line(0, 64), 'has to be values by the names of parameters').optional(),
  place: z.union([z.literal('first'), z.strictObject({ from: name })], 'has to be "first" or {"from": …}').optional(),
});

export const shape = z.strictObject({
  format: z.literal(format, `has to be "${format}"`),
  id: line(3, 64),
  version: whole(1, 100_000),
  title,
  area: z.enum(areaNames, `has to be one of ${areaNames.join(', ')}`),
  purpose: sentence,
  limits: some(sentence, 1, 12),
  parameters: some(parameter, 0, 24),
  rules: some(rule, 0, 24),
  steps: some(step, 1, 40),
  radius: z.strictObject({
    commands: some(line(1, 80), 1, 40),
    mostRows: whole(1, 64),
    mostDevices: whole(1, 1_000),
    touchesManagement: flag,
    interruptsService: flag,
  }),
});

/** What an issue of the library for schemas says, as a sentence of ours that reads after the place. */
export function sentenceOf({
  code,
  message,
}: {
  readonly code?: string | undefined;
  readonly message: string;
}): string {
  if (code === 'unrecognized_keys') return 'is no word that may stand here';
  if (!message.startsWith('Invalid')) return message;
  return message
    .replace(/^Invalid (?:option|input): expected /, 'has to be ')
    .replace(/, received .*$/, '')
    .replaceAll('|', ' or ');
}
