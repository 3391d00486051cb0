import { type Principal, roles } from '@/core/access';
import { isDirectId } from '@/core/templates/library';
import type { TestDatabase } from '../support/database';
import { givePassword } from '../support/matrix-world';
import { apiOf } from '../support/runs';
import { type Amount, thorough } from './amount';
import type { Counted } from './counted';
import { byApi, past, signed } from './forgeries';
import { Stage, type Waiting, type Write, writesOf } from './stage';
import { attempted, countedOf, type Tried, type Try } from './tries';

/* What takes two people is to be approved by whoever asked for it, in each role that may ask. */

const reason = 'Nobody else is awake.';

function alone(stage: Stage, one: Waiting): readonly Try[] {
  const { asker: me, digest } = one;
  const kind = 'self-approved';
  const other = stage.world.people[me.role === 'admin' ? 'superAdmin' : 'admin'];
  const glass = `${signed(me)}, is_break_glass = true`;
  const broken = `${glass}, reason = '${reason}'`;
  const byGlass = (password: string) => apiOf(me).changes.breakGlass({ change: one.id, digest, reason, password });
  const statements = [
    ...[signed(me), glass, `tier = 'W2', ${signed(me)}`, `asked_by = '${other.personId}', ${signed(me)}`],
    // Past the front door a Super Admin may: that it is they is the door's to ask.
    ...(me.role === 'superAdmin' ? [] : [broken]),
  ];
  return [
    { kind, what: 'by the API', go: () => byApi(me, one, digest) },
    { kind, what: 'by the glass, without the password', go: () => byGlass('not this one at all') },
    ...statements.flatMap((to) => past(stage, one, { kind, who: me, to })),
  ];
}

/** As many as there is time for of those that were found to take two people. */
async function risky(stage: Stage, { seed, writes }: Amount): Promise<readonly Write[]> {
  const found: Write[] = [];
  for (const write of writesOf({ ...thorough, seed })) {
    if (found.length >= writes) break;
    const one = await stage.previewed(write, 0);
    if (one.tier === 'W3') found.push(write);
    await stage.discard(one);
  }
  return found;
}

const mayAsk = ({ role }: Principal, { template }: Write): boolean =>
  role !== 'viewer' && (role !== 'operator' || !isDirectId(template));

export async function selfApproved(database: TestDatabase, amount: Amount): Promise<Counted> {
  const stage = await Stage.of(database);
  await stage.renew(0);
  await givePassword(database, stage.world.people.superAdmin.personId);
  const tried: Tried[] = [];
  const writes = await risky(stage, amount);
  for (const write of writes)
    for (const asker of roles.map((role) => stage.world.people[role]).filter((who) => mayAsk(who, write))) {
      const one = await stage.previewed(write, 0, asker);
      tried.push(...(await attempted(stage, one, alone(stage, one))));
      await stage.discard(one);
    }
  return countedOf(`self-approvals of ${writes.length} W3:`, 'approved', tried);
}
