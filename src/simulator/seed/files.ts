import type { Table } from '../table';
import { writtenMoment } from '../written';
import type { Place } from './place';

/** `/file`: the directories that a router is delivered with. Small flashes have a name of their own for what lasts. */
export function growFiles({ model, version, bootedAt }: Place, table: Table): void {
  // Directories are made anew at every start.
  const made = { 'creation-time': writtenMoment(new Date(bootedAt), version) };
  const isSmall = model.storageMiB <= 16;
  if (isSmall) table.add({ name: 'flash', type: 'disk', ...made });
  table.add({ name: isSmall ? 'flash/skins' : 'skins', type: 'directory', ...made });
}
