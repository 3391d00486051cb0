import type { Values } from '@/core/actions/define';
import type { ActionId } from '@/core/actions/index';
import { Unsupported } from '@/core/actions/unsupported';
import { written } from '@/core/actions/written';
import type { Selection } from '../frame/console-store';
import type { ListedDevice } from '../live/views';

/** What an action with these values is on the console line of a device; without values, what is missing. */
export function selectionOf(
  id: ActionId,
  { name, version }: Pick<ListedDevice, 'name' | 'version'>,
  values: Values | null,
  problem: string | null,
): Selection {
  if (values === null) return { at: name, line: null, hint: `nothing to send yet. ${problem ?? ''}` };
  try {
    return { at: name, line: written(id, values, version ?? '7.0').replaceAll('\n', '; '), hint: null };
  } catch (error) {
    if (error instanceof Unsupported) return { at: name, line: null, hint: error.message };
    throw error;
  }
}
