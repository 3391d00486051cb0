import type { Way } from './ways';

export const insertKey = (customer: string): string =>
  `insert into app.data_key (id, customer_id, master_key, wrapped) values (gen_random_uuid(), '${customer}', 1, '\\x00')`;

/** What the work of a customer may not do where its values are sealed anew. */
export const keyWaysOfWork: readonly Way[] = [
  { name: 'seals foreign rows anew', statement: `update app.run_rows set sealed = '\\x01'`, most: 1 },
  { name: 'changes rows', statement: 'update app.run_rows set row_count = 2' },
  { name: 'seals foreign credentials anew', statement: `update app.credential_set set read_sealed = '\\x01'`, most: 1 },
];

/** What is sealed in a set is for the work of its customer alone. */
export const readsSealed: readonly Way[] = ['read_sealed', 'write_sealed', 'test_sealed'].map((column) => ({
  name: `reads ${column}`,
  statement: `select ${column} from app.credential_set`,
}));
