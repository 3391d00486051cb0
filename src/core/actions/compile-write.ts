import type { Capabilities } from './capabilities';
import { formsOf, type Secrets, sentenceOf } from './compile';
import type { Values } from './parameter';
import { checked } from './parameters';
import type { Sentence } from './sentence';
import { type WriteId, writeOf } from './writes';

/**
 * What a write with these values says to a router, as `compile` does of a read; `rows` are the numbers (`*1A`) of those
 * that were found for it. `secrets` come from the vault, by whoever runs it: a word that needs one that is not there throws
 * Unsupported.
 */
export function compileWrite(
  id: WriteId,
  values: Values,
  {
    router,
    rows,
    secrets = {},
  }: { readonly router: Capabilities; readonly rows: readonly string[]; readonly secrets?: Secrets },
): readonly Sentence[] {
  const write = writeOf(id);
  const given = { values: checked(write, values), parameters: write.parameters, rows, peer: null, secrets };
  return formsOf(write, given.values, router).map((form) => sentenceOf(form, given));
}
