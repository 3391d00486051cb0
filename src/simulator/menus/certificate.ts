import { createHash } from 'node:crypto';
import type { Fields } from '../command';
import type { Machine, Menus } from '../machine';
import { printOf, rowOf } from '../print';
import { between } from '../random';
import type { Item } from '../table';
import { writtenMoment, writtenUptime } from '../written';

const dayMs = 86_400_000;

function certificates(machine: Machine): Fields[] {
  return machine.state
    .table('/certificate')
    .items.map((item) => ({ ...rowOf(item, machine), ...validity(machine, item) }));
}

/** From when until when, and how long that still is. What others have signed ended a few days ago. */
function validity({ state, version, seed }: Machine, { fields }: Item): Fields {
  const { name = '', issuer } = fields;
  const from = state.bootedAt - between(20, 300, seed, name) * dayMs;
  const until = issuer === undefined ? from + 3650 * dayMs : Date.now() - between(2, 9, seed, name) * dayMs;
  const left = (until - Date.now() - state.clockSkewMs) / 1000;
  const own = name === 'api' ? state.fingerprint : null;
  return {
    'invalid-before': writtenMoment(state.shown(from), version),
    'invalid-after': writtenMoment(state.shown(until), version),
    ...(left > 0 ? { 'expires-after': writtenUptime(left) } : { expired: 'true' }),
    fingerprint: own ?? createHash('sha256').update(`${seed} ${name}`).digest('hex'),
    'serial-number': between(0x1000_0000, 0x7fff_ffff, seed, name, 'serial').toString(16).toUpperCase(),
  };
}

export const certificateMenus: Menus = {
  '/certificate': { operations: { print: printOf({ rows: certificates }) } },
};
