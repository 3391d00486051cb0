import type { RouterState } from '@/simulator/state';

/** What a trial finds beside what a router of the factory has: subscribers, of whom one is online, and lists of interfaces. */
export function furnish(state: RouterState): void {
  const secret = { service: 'pppoe', profile: 'default', password: 'x', 'last-caller-id': '02:00:00:00:00:09' };
  for (const name of ['subscriber-1', 'subscriber-2'])
    state.table('/ppp/secret').add({ name, ...secret, disabled: 'false' });
  state.table('/ppp/active').add({
    ...{
      name: 'subscriber-1',
      service: 'pppoe',
      'caller-id': '02:00:00:00:00:09',
      address: '100.70.0.9',
      radius: 'false',
    },
    ...{ encoding: '', 'session-id': '0x10', '.since': String(Date.now()) },
  });
  const lists = state.table('/interface/list');
  for (const name of ['WAN', 'LAN'])
    if (lists.find(name) === null) lists.add({ name, include: '', exclude: '', builtin: 'false', dynamic: 'false' });
}
