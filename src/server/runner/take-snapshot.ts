import { routerOf } from '@/core/actions/capabilities';
import type { CustomerId, DeviceId } from '@/core/ids';
import { asCustomer } from '../db/open';
import { targetOf } from '../db/targets';
import type { Routers } from '../routeros/routers';
import { askVersion } from './ask-version';
import { type After, becauseOf, keepSnapshot } from './keep-snapshot';
import { readSnapshot } from './read-snapshot';
import { routerTargetOf } from './targets';

interface Taking {
  readonly routers: Routers;
  readonly signal: AbortSignal;
  /** Whoever else asks this router something goes first. */
  readonly isPatient: boolean;
  readonly after?: After | undefined;
  /** A change of ours is about to be made. */
  readonly isBefore?: boolean;
}

/**
 * Reads how a device is configured, and keeps what is not as it was. Nothing is read of one that is not in use any more.
 * Throws RouterFault, and Unsupported for a version that nothing can be said to.
 */
export async function takeSnapshot(
  { device, customerId }: { readonly device: DeviceId; readonly customerId: CustomerId },
  { routers, signal, isPatient, after, isBefore }: Taking,
): Promise<void> {
  const found = await asCustomer(customerId, becauseOf(device), async ({ db }) => {
    const target = await targetOf(db, device);
    return target && { ...target, router: await routerTargetOf(db, target) };
  });
  if (found === undefined) return;
  const { router, capabilities } = found;
  const routerOs = found.version ?? (await askVersion(router, { routers, signal }));
  const can = routerOf(routerOs, capabilities);
  const text = await readSnapshot(routers, router, { router: can, signal, isPatient });
  await keepSnapshot({ device, customerId, routerOs, text, after, isBefore });
}
