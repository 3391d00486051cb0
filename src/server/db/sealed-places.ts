/*
 * Every place where something lies sealed, as data. Sealing anew goes by it, and tests/server/db/sealed-places.test.ts
 * compares it with the columns there are: who adds a sealed column and leaves it out here is told so.
 */

/** A column of sealed values, and the columns that name its row, in the order in which its place names them. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  readonly row: readonly { readonly name: string; readonly type: 'uuid' | 'bigint' | 'text' }[];
}

const id = { name: 'id', type: 'uuid' } as const;

/** Under a customer's data key, in a table whose rows have a customer. */
export const customerPlaces = [
  { table: 'credential_set', column: 'read_sealed', row: [id] },
  { table: 'credential_set', column: 'write_sealed', row: [id] },
  { table: 'credential_set', column: 'test_sealed', row: [id] },
  { table: 'run', column: 'fault_sealed', row: [id] },
  { table: 'run', column: 'summary_sealed', row: [id] },
  {
    table: 'run_rows',
    column: 'sealed',
    row: [
      { name: 'run_id', type: 'uuid' },
      { name: 'first_row', type: 'bigint' },
    ],
  },
  { table: 'lookup', column: 'subject_sealed', row: [id] },
  {
    table: 'lookup_answer',
    column: 'hits_sealed',
    row: [
      { name: 'lookup_id', type: 'uuid' },
      { name: 'device_id', type: 'uuid' },
    ],
  },
  { table: 'snapshot', column: 'text_sealed', row: [id] },
  { table: 'change', column: 'params_sealed', row: [id] },
  { table: 'change', column: 'preview_sealed', row: [id] },
  { table: 'change', column: 'plan_sealed', row: [id] },
  { table: 'change', column: 'fault_sealed', row: [id] },
] as const satisfies readonly SealedPlace[];

/** Under the system's own data key. They are read and written by functions, which know these places by `table.column`. */
export const systemPlaces = [
  { table: 'setting', column: 'sealed', row: [{ name: 'name', type: 'text' }] },
  { table: 'webhook', column: 'secret_sealed', row: [id] },
  { table: 'outgoing', column: 'sealed', row: [id] },
] as const satisfies readonly SealedPlace[];

/** Under a key that lies in the row above, and goes with it within a day: it is wrapped anew, and they are not sealed anew. */
export const shortLivedPlaces = [{ table: 'audit_export_part', column: 'sealed' }] as const;

/** Keys that a master key wraps. */
export const wrappedPlaces = [
  { table: 'data_key', column: 'wrapped' },
  { table: 'system_key', column: 'wrapped' },
  { table: 'audit_export', column: 'key_wrapped' },
] as const;
