import type { Fields } from '../command';
import type { Machine, Menus } from '../machine';
import { between } from '../random';
import { writtenMoment } from '../written';
import { settings } from './system';

/** The newest that there is, and that a check would find. */
const newest = { six: '6.49.18', seven: '7.24' } as const;

function update({ version, seed }: Machine): Fields {
  const latest = version.isSix ? newest.six : newest.seven;
  const own = { channel: version.isSix ? 'long-term' : 'stable', 'installed-version': version.text };
  // Not everybody has looked since the last boot.
  if (between(0, 3, seed, 'looked') === 0) return own;
  const isNewest = version.text === latest;
  return {
    ...own,
    'latest-version': latest,
    status: isNewest ? 'System is already up to date' : 'New version is available',
  };
}

const letters = 'ABCDEFGHIJKLMNPQRSTUVWXYZ0123456789';
const letter = (...luck: readonly (string | number)[]): string =>
  letters[between(0, letters.length - 1, ...luck)] ?? 'A';
const letterRow = (count: number, ...luck: readonly (string | number)[]): string =>
  Array.from({ length: count }, (_, place) => letter(...luck, place)).join('');

/** A board is sold with its licence; a virtual router rents one. */
function license({ model, seed, state, version }: Machine): Fields {
  if (model.routerboard !== null) {
    const nlevel = model.memoryMiB > 1024 ? '6' : model.radios.length > 0 ? '4' : '5';
    return { 'software-id': `${letterRow(4, seed, 'id')}-${letterRow(4, seed, 'id', 'b')}`, nlevel, features: '' };
  }
  const ends = new Date(state.bootedAt + 400 * 86_400_000);
  return {
    ...{ 'system-id': letterRow(11, seed, 'system'), level: 'p1' },
    ...{ 'next-renewal-at': writtenMoment(ends, version), 'deadline-at': writtenMoment(ends, version) },
  };
}

export const firmwareMenus: Menus = {
  '/system/package/update': settings(update),
  '/system/license': settings(license),
};
