import { cannot, routerOf } from '@/core/actions/capabilities';
import type { Read } from '@/core/actions/define';
import type { CapableDevice } from '../live/views';

type Router = Pick<CapableDevice, 'version' | 'capabilities'>;

/** Why an action cannot be run on any of these devices, in the words of the server; null where it can on one of them. */
export function reasonAgainst(action: Read, routers: readonly Router[]): string | null {
  const reasons = routers.map(({ version, capabilities }) =>
    version === null ? null : cannot(action, routerOf(version, capabilities)),
  );
  return reasons.length > 0 && reasons.every((reason) => reason !== null) ? (reasons[0] ?? null) : null;
}
