import { expect, test } from 'vitest';
import { snapshotMenus } from '@/core/actions/families/snapshot-menus';

test('a menu of the snapshots stays at its place for ever: stored rows name it by that, so new ones come at the end', async () => {
  const places = snapshotMenus.map(({ path, since, until }, place) => `${place} ${path} ${since} ${until}\n`);
  await expect(places.join('')).toMatchFileSnapshot('snapshot-places.txt');
});
