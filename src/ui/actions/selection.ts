import { routerOf } from '@/core/actions/capabilities';
import type { ReadId } from '@/core/actions/index';
import type { Values } from '@/core/actions/parameter';
import { Unsupported } from '@/core/actions/unsupported';
import { written } from '@/core/actions/written';
import type { Selection } from '../frame/console-store';
import type { CapableDevice } from '../live/views';

/** Where it would be sent. */
export type Target = Pick<CapableDevice, 'name' | 'version' | 'capabilities'>;

/** What an action with these values is on the console line of a device; without values, what is missing. */
export function selectionOf(
  id: ReadId,
  { name, version, capabilities }: Target,
  values: Values | null,
  problem: string | null,
): Selection {
  if (values === null) return { at: name, line: null, hint: `nothing to send yet. ${problem ?? ''}` };
  try {
    return {
      at: name,
      line: written(id, values, routerOf(version ?? '7.0', capabilities)).replaceAll('\n', '; '),
      hint: null,
    };
  } catch (error) {
    if (error instanceof Unsupported) return { at: name, line: null, hint: error.message };
    throw error;
  }
}
