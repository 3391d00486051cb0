import { nothingGiven, sentenceOf } from './compile';
import { readProbe } from './internal';
import type { Sentence } from './sentence';
import type { SentenceForm } from './sentence-form';

type Fields = Readonly<Record<string, string>>;

const always = { since: '7', until: '7.99', words: [], deadline: { baseMs: 15_000 }, rowCap: 1 } as const;

/** By what a router is known for the one that it was, and from where it sees somebody come. Nobody can choose these. */
export const identityForms = {
  resource: { ...always, path: '/system/resource/print', fields: ['version'] },
  // A virtual router has no board.
  board: { ...always, path: '/system/routerboard/print', fields: ['serial-number'], isOptional: true },
  license: { ...always, path: '/system/license/print', fields: ['system-id', 'software-id'] },
  sessions: { ...always, path: '/user/active/print', fields: ['name', 'via', 'address'], rowCap: 200 },
} as const satisfies Readonly<Record<string, SentenceForm>>;

/** Asks one of them. */
export const identifying = (what: keyof typeof identityForms): Sentence =>
  sentenceOf(identityForms[what], nothingGiven);

/** `7.20.8`; null for what is no version. */
export const routerOsIn = (rows: readonly Fields[]): string | null => readProbe([[], rows]).version;

/** The number of the board, or of the licence where there is none; null: it names neither. */
export function serialIn(board: readonly Fields[], license: readonly Fields[]): string | null {
  const found = [board[0]?.['serial-number'], license[0]?.['system-id'], license[0]?.['software-id']];
  return found.find((one) => one !== undefined && one !== '') ?? null;
}

/** From where an account is signed in over the API, each once: the last is that of the newest session. */
export function addressesIn(sessions: readonly Fields[], account: string): readonly string[] {
  const own = sessions.filter(({ name, via }) => name === account && (via === 'api' || via === 'api-ssl'));
  return [...new Set(own.flatMap(({ address }) => address || []).reverse())].reverse();
}
