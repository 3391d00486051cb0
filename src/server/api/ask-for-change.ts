import { randomUUID } from 'node:crypto';
import { may, type Principal } from '@/core/access';
import { checked } from '@/core/actions/parameters';
import { ofDirect } from '@/core/change/decide';
import { AppError } from '@/core/errors';
import { ChangeId } from '@/core/ids';
import { compile } from '@/core/templates/compile';
import { permissionFor, type Template } from '@/core/templates/define';
import { countAlone } from '@/server/db/cap';
import { askForChange, changesWaiting } from '@/server/db/change-decisions';
import type { Transaction } from '@/server/db/connection';
import type { Device } from '@/server/db/devices';
import { templateDigest } from '@/server/db/templates';
import { sealFor } from '@/server/vault/data-keys';

type Db = Transaction['db'];

/** What one person may have waiting for its preview or for somebody who authorises it. */
const mostWaiting = 20;

/** Throws `tooMany`. Whoever asks counts alone until the transaction is over. */
async function refuseTooManyWaiting(db: Db, me: Principal): Promise<void> {
  await countAlone(db, me.personId);
  if ((await changesWaiting(db, me)) >= mostWaiting)
    throw new AppError('tooMany', `You have ${mostWaiting} changes waiting: authorise or withdraw one first.`);
}

/** Throws `conflict` for a device of which no account can write. */
function refuseUnwritable({ name, accounts }: Device): void {
  if (accounts.includes('write')) return;
  throw new AppError(
    'conflict',
    `${name} has no account that can write among its credentials: an Admin of this customer can add one.`,
  );
}

/** Throws `forbidden` for a write action of whoever may only deploy templates. */
export function refuseDirect({ role }: Principal, template: Template): void {
  if (!may(role, permissionFor(template))) throw new AppError('forbidden', ofDirect);
}

export interface Asking {
  readonly device: Device;
  readonly template: Template;
  /** By the names of the template's parameters, as the caller gave them. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The change that it takes back. */
  readonly reverts: ChangeId | null;
}

/**
 * Asks for a change of a device that was found in the caller's reach: nothing is sent before the caller's transaction commits,
 * and nothing is changed before somebody has authorised what the preview found.
 */
export async function wantChange(db: Db, me: Principal, { device, template, values, reverts }: Asking) {
  refuseDirect(me, template);
  const understood = checked(template, values);
  compile(template, understood);
  refuseUnwritable(device);
  await refuseTooManyWaiting(db, me);
  const { id: of, version, isDirect = false } = template;
  const { customerId } = device;
  const id = ChangeId.parse(randomUUID());
  const place = { table: 'change', column: 'params_sealed', row: id, customerId };
  const paramsSealed = reverts === null ? await sealFor(db, place, JSON.stringify(understood)) : null;
  const what = { template: of, version, templateDigest: templateDigest(template), isDirect, paramsSealed, reverts };
  await askForChange(db, me, { id, customerId, device: device.id, ...what });
  // Not the values: a subscriber is a person outside of this company, and an entry is for ever.
  return {
    id,
    detail: {
      change: id,
      template: of,
      version,
      templateDigest: what.templateDigest,
      ...(reverts === null ? {} : { reverts }),
    },
  };
}
