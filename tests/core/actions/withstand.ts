import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actions } from '@/core/actions/all';
import type { Action } from '@/core/actions/define';
import type { Parameter, Value, Values } from '@/core/actions/parameter';
import { spelledAddress, spelledMac } from '@/core/actions/spelling';
import { deviceText } from '@/server/routeros/text';
import { Decoder, encodeSentence } from '@/server/routeros/wire';
import { aFifth } from '../../support/drawn';
import { type Attempt, attempts, hostileText } from './hostile-texts';
import { casesEach, madeOf } from './made-of';
import { circumstances } from './plain';
import { formsSaid, said } from './said';

const seed = 20_260_101;
/** Not how fast they are to be, but after how long they hang. */
const patienceMs = 240_000;

/** Names and addresses, of which nearly every action has some: half of the work. */
export const spelledKinds = ['address', 'addresses', 'prefix', 'mac', 'choice', 'interface', 'text', 'row'];
/** What they say is looked up, compared or kept: no router hears it. */
export const unsaid = ['reason', 'confirmation', 'fingerprint', 'template', 'device'];
/** No text is one of them. */
export const textless = ['integer', 'milliseconds', 'flag'];

/** A parameter among plain values of the others. */
interface Place {
  readonly action: Action;
  readonly parameter: Parameter;
  readonly values: Values;
  /** What hostile texts are made from. */
  readonly plain: readonly string[];
  readonly frame: Frame;
}

/** What is said there, path first; where a word takes the parameter, what stands before its value: `=count`, `?mac-address`. */
type Frame = readonly (readonly (string | { readonly before: string })[])[];

/** Null: refused there. */
function frameOf(action: Action, parameter: Parameter, values: Values): Frame | null {
  const sentences = said(action, values);
  if (sentences === null) return null;
  const slots = slotsBy(action, parameter, values);
  const text = [values[parameter.name] ?? ''].flat().join(',');
  return sentences.map((sentence, index) =>
    sentence.map((word) => slots[index]?.find(({ before }) => word === `${before}=${text}`) ?? word),
  );
}

/** The words of each sentence that take the parameter, by the entry. */
export const slotsBy = (action: Action, { name }: Parameter, values: Values) =>
  formsSaid(action, values).map((form) =>
    form.words.flatMap((word) => {
      if (!('from' in word) || word.from !== name) return [];
      if (!('query' in word)) return [{ before: `=${word.name}` }];
      return [{ before: `?${word.query}` }, ...('orQuery' in word ? [{ before: `?${word.orQuery}` }] : [])];
    }),
  );

export const slotsIn = (frame: Frame): number => frame.flat().filter((word) => typeof word !== 'string').length;

function placesOf(action: Action, parameter: Parameter): readonly Place[] {
  return circumstances(action, parameter).flatMap((values) => {
    const frame = frameOf(action, parameter, values);
    if (frame === null) return [];
    const plain = 'choices' in parameter ? parameter.choices : [values[parameter.name] ?? ''].flat().map(String);
    return [{ action, parameter, values, plain, frame }];
  });
}

/** Each parameter of the catalogue, in every place that it has. */
export const all = actions.flatMap((action) =>
  action.parameters.map((parameter) => ({ action, parameter, places: placesOf(action, parameter) })),
);

/** As a word has it: letter for letter, but for the spelling of addresses. */
function spelled({ kind }: Parameter, text: string): string {
  if (kind === 'mac') return spelledMac(text) ?? text;
  return kind === 'address' || kind === 'addresses' || kind === 'prefix' ? spelledAddress(text) : text;
}

/** As it is compared and written down. */
function kept({ kind }: Parameter, text: string): string {
  if (kind === 'reason') return text.trim();
  return kind === 'device' ? text.toLowerCase() : text;
}

/** The sentences with this text in the place of the value; where there is none, the word is left out. */
const filled = (frame: Frame, text: string): readonly (readonly string[])[] =>
  frame.map((sentence) =>
    sentence.flatMap((word) => (typeof word === 'string' ? [word] : text === '' ? [] : [`${word.before}=${text}`])),
  );

/** What a router reads of the bytes of these sentences. An answer begins with a short word, so one stands before each. */
function heard(sentences: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const read: (readonly string[])[] = [];
  const decoder = new Decoder(deviceText(null), (words) => void read.push(words.slice(1)));
  for (const sentence of sentences) decoder.push(encodeSentence(['!re', ...sentence]));
  return read;
}

type Outcome = 'refused' | 'taken' | 'wrong';

/** What comes of a hostile value: a router hears the frame with this value in it and nothing else, or nothing at all. */
function outcomeOf(place: Place, value: Value): Outcome {
  const { action, parameter, values } = place;
  const given = { ...values, [parameter.name]: value };
  const sentences = said(action, given);
  if (sentences === null) return 'refused';
  const parts = [value].flat().map((part) => kept(parameter, String(part)));
  // Another choice may say another sentence.
  const frame = parameter.kind === 'choice' ? (frameOf(action, parameter, given) ?? []) : place.frame;
  if (!parts.every((part) => isMadeRight(parameter, part, slotsIn(frame) > 0))) return 'wrong';
  const expected = filled(frame, parts.map((part) => spelled(parameter, part)).join(','));
  return JSON.stringify(heard(sentences)) === JSON.stringify(expected) ? 'taken' : 'wrong';
}

function isMadeRight(parameter: Parameter, part: string, isSaid: boolean): boolean {
  const { kind } = parameter;
  if ('choices' in parameter && !parameter.choices.includes(part)) return false;
  return madeOf[kind].test(part) && (!isSaid || kind === 'publicKey' || !part.includes('='));
}

const cases = aFifth(casesEach);

/** The tests of these kinds. They are in two files, which two cores go through at the same time. */
export function withstand(some: readonly string[]): void {
  // Nearly everything here is thrown, and nobody reads where: to write that down would take most of the time.
  const { stackTraceLimit } = Error;
  beforeAll(() => {
    Error.stackTraceLimit = 0;
  });
  afterAll(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });

  describe.each(some)('%s', (kind) => {
    const targets = all.filter(({ parameter }) => parameter.kind === kind);
    const isList = ['choices', 'addresses', 'interfaces'].includes(kind);

    test(
      `${cases} hostile texts are refused, or are the one word that is expected${isList ? ', as members of a list' : ''}`,
      () => {
        const outcomes = { refused: 0, taken: 0, wrong: 0 };
        const wrong: unknown[] = [];
        const members = fc.array(attempts, { minLength: isList ? 0 : 1, maxLength: isList ? 4 : 1 });
        const property = fc.property(fc.nat(), fc.nat(), members, (one, other, [first, ...rest]) => {
          const places = targets[one % targets.length]?.places ?? [];
          const place = places[other % places.length];
          if (place === undefined) throw new Error('no place');
          const value = hostileValue(place, first, rest);
          const outcome = outcomeOf(place, value);
          outcomes[outcome] += 1;
          if (outcome === 'wrong') wrong.push([place.action.id, place.parameter.name, value]);
        });
        fc.assert(property, { numRuns: cases, seed });
        expect(wrong.slice(0, 10)).toEqual([]);
        expect(outcomes.refused + outcomes.taken).toBe(cases);
        // Were all refused, this would show nothing.
        if (textless.includes(kind)) expect(outcomes.taken).toBe(0);
        else expect(outcomes.taken).toBeGreaterThan(cases / 50);
        expect(outcomes.refused).toBeGreaterThan(cases / 20);
      },
      patienceMs,
    );

    test('so is what is no text', () => {
      const odd = fc.oneof(
        fc.constantFrom<unknown>(null, Number.NaN, Number.POSITIVE_INFINITY, 1.5, -1, 2 ** 53, Symbol('x'), () => '1'),
        fc.object(),
        fc.bigInt(),
        fc.array(fc.oneof(fc.object(), fc.integer(), fc.constant(null), fc.constant(['ether1'])), { minLength: 1 }),
        fc.constantFrom('ether1', '1', 'icmp').map((text) => ({ length: 1, 0: text, toString: () => text })),
      );
      const property = fc.property(fc.constantFrom(...targets), odd, ({ action, parameter, places }, value) => {
        const [place] = places;
        // safe: a hostile value is no Value, which is the point.
        return said(action, { ...place?.values, [parameter.name]: value } as Values) === null;
      });
      fc.assert(property, { numRuns: 1000, seed });
    });
  });
}

/** A list of all the texts, or one text alone: then a list is refused for being none. */
function hostileValue({ parameter, plain }: Place, first: Attempt | undefined, rest: readonly Attempt[]): Value {
  const from = (attempt: Attempt): string => hostileText(plain[attempt.at % plain.length] ?? '', attempt);
  if (!['choices', 'addresses', 'interfaces'].includes(parameter.kind)) return first === undefined ? '' : from(first);
  if (first === undefined) return [];
  // Whoever sends a text where a list belongs.
  if (first.at % 10 === 0) return from(first);
  return [first, ...rest].map(from);
}
