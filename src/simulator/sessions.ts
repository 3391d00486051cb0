import type { Fields } from './command';
import type { Machine } from './machine';
import { between, macOf } from './random';
import { since } from './seed/ppp';
import type { Item, Table } from './table';
import { writtenMoment } from './written';

/** What comes and goes with a session, by the menu and the field that names the session's interface. */
const attached = [
  ['/interface', 'name'],
  ['/queue/simple', 'name'],
  ['/ipv6/dhcp-server/binding', 'server'],
] as const;

/** What a session takes with it, so that the next one has the same. */
interface Caller {
  readonly name: string;
  readonly fields: Fields;
  readonly rows: readonly { readonly path: string; readonly item: Item }[];
}

const interfaceOf = (name: string): string => `<pppoe-${name}>`;

/** A subscriber's router waits a little before it dials, and longer after it was turned away. */
const waitMs = ({ seed }: Machine, ...luck: readonly (string | number)[]): number =>
  between(4, 12, seed, ...luck, 'dial') * 1000;
const turnedAwayMs = 30_000;

/** All that follows from the end of a session: its rows go, its secret remembers it, and the client dials again. */
export function hungUp(machine: Machine, fields: Fields): void {
  const { state, version } = machine;
  const name = fields.name ?? '';
  state.log('pppoe,ppp,info', `${interfaceOf(name)}: terminating... - administrator request`);
  const rows = attached.flatMap(([path, field]) => {
    const table = state.table(path);
    const own = table.items.filter((item) => item.fields[field] === interfaceOf(name));
    for (const item of own) table.remove(item);
    return own.map((item) => ({ path, item }));
  });
  const secret = state.table('/ppp/secret').find(name);
  if (secret !== null)
    state.table('/ppp/secret').set(secret, {
      'last-logged-out': writtenMoment(state.shown(Date.now()), version),
      ...{ 'last-caller-id': fields['caller-id'] ?? '', 'last-disconnect-reason': 'nas-request' },
    });
  dialsLater(machine, { name, fields, rows }, Date.now() + waitMs(machine, name, fields['session-id'] ?? ''));
}

/** Somebody who was switched off has dialled in vain all the time, and soon does so again. */
export function switchedOn(machine: Machine, { id, fields: secret }: Item): void {
  const { state } = machine;
  const name = secret.name ?? '';
  const like = state.table('/interface').items.find(({ fields }) => fields.type === 'pppoe-in');
  const isNew = (secret['last-caller-id'] ?? '') === '';
  if (like === undefined || isNew || state.table('/ppp/active').find(name) !== null) return;
  const fields = {
    ...{ name, service: 'pppoe', 'caller-id': secret['last-caller-id'] ?? macOf(name) },
    address: `100.70.${64 + (id >> 8)}.${id & 0xff}`,
    ...{ encoding: '', 'limit-bytes-in': '0', 'limit-bytes-out': '0', radius: 'false' },
  };
  const own: Item = { ...like, fields: { ...like.fields, name: interfaceOf(name) } };
  dialsLater(
    machine,
    { name, fields, rows: [{ path: '/interface', item: own }] },
    Date.now() + waitMs(machine, name, id),
  );
}

function dialsLater(machine: Machine, caller: Caller, at: number): void {
  machine.state.upcoming.plan(at, (now) => {
    if (machine.state.table('/ppp/active').find(caller.name) !== null) return;
    if (isAdmitted(machine, caller)) dialledIn(machine, caller, now);
    else dialsLater(machine, caller, now + turnedAwayMs);
  });
}

function isAdmitted({ state }: Machine, { name, fields }: Caller): boolean {
  // Of those, only the RADIUS server knows.
  if (fields.radius === 'true') return true;
  return state.table('/ppp/secret').find(name)?.fields.disabled === 'false';
}

function dialledIn(machine: Machine, { name, fields, rows }: Caller, at: number): void {
  const { state } = machine;
  const fixed = state.table('/ppp/secret').find(name)?.fields['remote-address'];
  const active = state.table('/ppp/active');
  const session = active.add({ ...fields, ...(fixed ? { address: fixed } : {}), [since]: String(at) });
  active.set(session, { 'session-id': `0x${(session.id + 0x10_00_00).toString(16)}` });
  for (const { path, item } of rows) added(machine, state.table(path), { item, at, name });
  state.log('pppoe,ppp,info', `${interfaceOf(name)}: connected`, at);
}

/** A row as it was, with a number of its own and nothing counted yet. */
function added(
  machine: Machine,
  table: Table,
  { item, at, name }: { readonly item: Item; readonly at: number; readonly name: string },
): void {
  const { state } = machine;
  const counters = Object.entries(item.counters ?? {}).map(
    ([counter, { perSecond }]) => [counter, state.countingFrom(at, perSecond)] as const,
  );
  const began = since in item.fields ? { [since]: String(at) } : {};
  const limit = 'max-limit' in item.fields ? limitOf(machine, name) : null;
  table.add(
    { ...item.fields, ...began, ...(limit === null ? {} : { 'max-limit': limit }) },
    counters.length === 0 ? {} : { counters: Object.fromEntries(counters) },
  );
}

/** What the subscriber's plan lets through now, in whole bits as a queue says it; null without a plan that limits. */
function limitOf({ state }: Machine, name: string): string | null {
  const profile = state.table('/ppp/secret').find(name)?.fields.profile;
  const limit = profile === undefined ? undefined : state.table('/ppp/profile').find(profile)?.fields['rate-limit'];
  const zeros: Readonly<Record<string, string>> = { k: '000', M: '000000', G: '000000000' };
  return limit === undefined || limit === '' ? null : limit.replace(/[kMG]/g, (unit) => zeros[unit] ?? unit);
}
