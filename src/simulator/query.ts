import type { Fields } from './command';

type Test = (stack: boolean[], fields: Fields) => void;

/**
 * Query words as one question to a row. Every word pushes a truth; `?#` words combine what is on the stack, under which
 * there is nothing but truth; a row is meant when no untruth is left. (RouterOS manual, API, "Queries".)
 */
export function readQuery(words: readonly string[]): (fields: Fields) => boolean {
  const tests = words.map(testOf);
  return (fields) => {
    const stack: boolean[] = [];
    for (const test of tests) test(stack, fields);
    return !stack.includes(false);
  };
}

function testOf(word: string): Test {
  const body = word.slice(1);
  if (body.startsWith('#')) return (stack) => combine(stack, body.slice(1));
  return (stack, fields) => {
    stack.push(isTrue(body, fields));
  };
}

function isTrue(body: string, fields: Fields): boolean {
  if (body.startsWith('-') && !body.includes('=')) return !Object.hasOwn(fields, body.slice(1));
  const sign = /^[<>=-]/.exec(body)?.[0] ?? '';
  const rest = body.slice(sign.length);
  const split = rest.indexOf('=');
  const name = split === -1 ? rest : rest.slice(0, split);
  if (split === -1 || !Object.hasOwn(fields, name)) return Object.hasOwn(fields, name);
  const held = fields[name] ?? '';
  const wanted = rest.slice(split + 1);
  if (sign === '<') return compare(held, wanted) < 0;
  return sign === '>' ? compare(held, wanted) > 0 : held === meant(wanted, held);
}

/** Flags are stored as true and false; whoever asks may say yes and no. */
function meant(wanted: string, held: string): string {
  if (held !== 'true' && held !== 'false') return wanted;
  return wanted === 'yes' ? 'true' : wanted === 'no' ? 'false' : wanted;
}

function compare(one: string, other: string): number {
  if (/^\d+$/.test(one) && /^\d+$/.test(other)) {
    const difference = BigInt(one) - BigInt(other);
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  return one < other ? -1 : one > other ? 1 : 0;
}

const pop = (stack: boolean[]): boolean => stack.pop() ?? true;
const at = (stack: readonly boolean[], index: number): boolean => stack.at(-1 - index) ?? true;

/** The operations of one `?#` word, from left to right. */
function combine(stack: boolean[], operations: string): void {
  const steps = [...operations.matchAll(/\d+|./g)].map(([step]) => step);
  for (const [place, step] of steps.entries()) {
    const isIndex = /^\d/.test(step);
    const copied = isIndex ? at(stack, Number(step)) : false;
    // An index that ends the word stands for the whole stack.
    if (isIndex && place === steps.length - 1) stack.splice(0);
    if (isIndex) stack.push(copied);
    else operate(stack, step, /^\d/.test(steps[place - 1] ?? ''));
  }
}

function operate(stack: boolean[], step: string, isAfterIndex: boolean): void {
  if (step === '!') stack.push(!pop(stack));
  else if (step === '&') stack.push([pop(stack), pop(stack)].every(Boolean));
  else if (step === '|') stack.push([pop(stack), pop(stack)].some(Boolean));
  // After an index it only ends the number.
  else if (step === '.' && !isAfterIndex) stack.push(at(stack, 0));
}
