import type { Machine } from './machine';
import { chanceOf } from './random';

const mebi = 1024 * 1024;

export const totalStorage = ({ model }: Machine): number => model.storageMiB * mebi;

/** What is left for files, in bytes: what the system leaves, without what stands in `/file`. */
export function freeStorage(machine: Machine): number {
  const { seed, state, freeStorageBytes } = machine;
  const left = freeStorageBytes ?? Math.floor(totalStorage(machine) * (0.15 + 0.5 * chanceOf(seed, 'storage')));
  const files = state.built.get('/file')?.items ?? [];
  return left - files.reduce((sum, { fields }) => sum + Number(fields.size ?? 0), 0);
}
