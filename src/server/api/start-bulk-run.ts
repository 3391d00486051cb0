import { createHash } from 'node:crypto';
import type { Principal } from '@/core/access';
import { type ReadId, readOf } from '@/core/actions/index';
import type { Values } from '@/core/actions/parameter';
import { checked } from '@/core/actions/parameters';
import { AppError } from '@/core/errors';
import type { BulkRunId, CustomerId, DeviceId } from '@/core/ids';
import type { Detail } from '../audit/record';
import { type Candidate, candidatesNamed, intendBulkRun, runsUnderWayOf } from '../db/bulk-intents';
import { countAlone } from '../db/cap';
import type { Transaction } from '../db/connection';
import { mostUnderWay, unfit } from './start-run';

type Db = Transaction['db'];

export interface AskedOfMany {
  readonly customerId: CustomerId;
  readonly action: ReadId;
  /** By the names of the action's parameters, as the caller gave them. */
  readonly params: Readonly<Record<string, unknown>>;
  /** As many as one bulk run takes, at most. */
  readonly devices: readonly Candidate[];
  readonly repeatOf: BulkRunId | null;
}

/**
 * Intends an action on many devices that were found in the caller's reach. A device that cannot take it is an outcome with
 * its sentence and no failure of the whole. Throws AppError for what no device could be asked. Returns what the audit is
 * told.
 */
export async function startBulkRun(
  db: Db,
  me: Principal,
  { customerId, action: id, params: given, devices, repeatOf }: AskedOfMany,
): Promise<{ readonly id: BulkRunId; readonly detail: Detail }> {
  const action = readOf(id);
  if (action.guard !== null)
    throw new AppError('forbidden', `${action.title} is run on one device at a time. ${action.guard.warns}`);
  const params = checked(action, given);
  await countAlone(db, customerId);
  const underWay = await runsUnderWayOf(db, me, customerId);
  const why = reasons(id, params, underWay);
  const judged = devices.map((device) => ({ id: device.id, reason: why(device) }));
  const refused = judged.flatMap(({ id, reason }) => (reason === null ? [] : [{ id, reason }]));
  const taken = judged.filter(({ reason }) => reason === null).map((one) => one.id);
  const { effect } = action;
  const intent = { me, customerId, action: id, effect, params, taken, refused, repeatOf };
  const made = await intendBulkRun(db, intent);
  const told = { bulkRun: made, action: id, params: { ...params }, refused: refused.length, repeatOf };
  return { id: made, detail: { ...told, ...namedInAudit(devices.map((device) => device.id)) } };
}

/** Why a device cannot take it; null where it can. What routers can do that are alike is found out once. */
function reasons(
  action: ReadId,
  params: Values,
  underWay: ReadonlyMap<string, number>,
): (device: Candidate) => string | null {
  const known = new Map<string, string | null>();
  const judged = (router: Pick<Candidate, 'version' | 'capabilities'>): string | null => {
    const { board: _, ...alike } = router.capabilities ?? { board: null };
    const key = JSON.stringify([router.version, alike]);
    if (!known.has(key)) known.set(key, unfit(action, params, router));
    return known.get(key) ?? null;
  };
  return ({ id, version, capabilities, isArchived }) => {
    if (isArchived) return 'It is archived: bring it back first.';
    const runs = underWay.get(id) ?? 0;
    return runs >= mostUnderWay
      ? `It has ${runs} actions under way, of ${mostUnderWay}: stop one, or wait.`
      : judged({ version, capabilities });
  };
}

/** An entry that names two thousand devices is one that nobody reads: beyond these, their number and what proves which. */
const mostNamed = 100;

const namedInAudit = (ids: readonly DeviceId[]): Detail =>
  ids.length <= mostNamed
    ? { devices: ids }
    : {
        devices: ids.length,
        // Of the ids in order, one a line.
        devicesSha256: createHash('sha256').update(ids.toSorted().join('\n')).digest('hex'),
      };

/** Those of these ids that are devices of this customer, archived ones too: all of them, or the whole call is refused. */
export async function allNamed(
  db: Db,
  me: Principal,
  of: CustomerId,
  named: readonly DeviceId[],
): Promise<readonly Candidate[]> {
  const ids = [...new Set(named)];
  const found = await candidatesNamed(db, me, of, ids);
  if (found.length !== ids.length) throw new AppError('notFound', 'no such device');
  return found;
}
