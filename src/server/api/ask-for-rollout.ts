import { randomUUID } from 'node:crypto';
import type { Principal } from '@/core/access';
import { checked } from '@/core/actions/parameters';
import { AppError } from '@/core/errors';
import { ChangeId, type CustomerId, type DeviceId, RolloutId } from '@/core/ids';
import { isWide } from '@/core/rollout/wide';
import { counted } from '@/core/shown/format';
import { compile } from '@/core/templates/compile';
import type { Template } from '@/core/templates/define';
import { candidatesNamed } from '@/server/db/bulk-intents';
import { countAlone } from '@/server/db/cap';
import type { Transaction } from '@/server/db/connection';
import { askForRollout } from '@/server/db/rollout-decisions';
import { rolloutsPlannedBy } from '@/server/db/rollout-inbox';
import { templateDigest as digestOfTemplate } from '@/server/db/templates';
import { sealFor } from '@/server/vault/data-keys';
import { refuseDirect } from './ask-for-change';

type Db = Transaction['db'];

/** What one person may have waiting for its previews or for somebody who authorises it. */
const mostPlanned = 5;

export interface AskingMany {
  readonly customerId: CustomerId;
  readonly template: Template;
  /** By the names of the template's parameters, as the caller gave them. */
  readonly values: Readonly<Record<string, unknown>>;
  /** In the order in which they are made. */
  readonly devices: readonly DeviceId[];
  readonly waveSize: number;
  readonly retryOf: RolloutId | null;
}

/**
 * Asks for one template on many devices of a customer: each gets a change of its own, which is previewed as any other. A device of
 * which that fails is an outcome, and no failure of the whole.
 */
export async function wantRollout(db: Db, me: Principal, asking: AskingMany) {
  const { customerId, template, values, waveSize, retryOf } = asking;
  refuseDirect(me, template);
  const understood = checked(template, values);
  const steps = compile(template, understood);
  const devices = await allInUse(db, me, asking);
  await countAlone(db, me.personId);
  if ((await rolloutsPlannedBy(db, me)) >= mostPlanned)
    throw new AppError('tooMany', `You have ${mostPlanned} rollouts waiting: authorise or withdraw one first.`);
  const id = RolloutId.parse(randomUUID());
  const changes = [];
  for (const device of devices) {
    const change = ChangeId.parse(randomUUID());
    const place = { table: 'change', column: 'params_sealed', row: change, customerId };
    changes.push({ id: change, device, paramsSealed: await sealFor(db, place, JSON.stringify(understood)) });
  }
  const what = { template: template.id, version: template.version, waveSize };
  const reach = isWide(devices.length, steps);
  const templateDigest = digestOfTemplate(template);
  await askForRollout(db, me, { id, customerId, ...what, templateDigest, isWide: reach, retryOf, changes });
  return { id, detail: { rollout: id, ...what, templateDigest, devices, ...(retryOf === null ? {} : { retryOf }) } };
}

/** Each once, in the order in which they were named. Throws AppError where one is not there, or they are too many. */
async function allInUse(
  db: Db,
  me: Principal,
  { customerId, template, devices, retryOf }: AskingMany,
): Promise<readonly DeviceId[]> {
  const ids = [...new Set(devices)];
  const { mostDevices } = template.radius;
  if (ids.length > mostDevices)
    throw new AppError(
      'invalid',
      `${template.title} goes to ${counted(mostDevices, 'device')} at a time, and no more.`,
    );
  const found = await candidatesNamed(db, me, customerId, ids);
  if (found.length !== ids.length) throw new AppError('notFound', 'no such device');
  const archived = found.filter(({ isArchived }) => isArchived);
  const [first] = archived;
  if (first === undefined) return ids;
  // What failed for that, or was archived since, does not keep the others from being asked once more.
  if (retryOf === null || archived.length === ids.length) throw new AppError('conflict', `${first.name} is archived.`);
  return ids.filter((id) => archived.every((one) => one.id !== id));
}
