import type { Menu } from './define';

const passing = { kind: 'passing' } as const;

/** Commands that set nothing, each with what it is about and how one knows that it was carried out. */
export const commands: readonly Menu[] = [
  {
    ...{ ...passing, menu: '/interface/ethernet/poe', noun: 'port', shows: ['poe-out'], monitor: ['poe-out-status'] },
    verbs: {
      do: {
        ...{ where: ['name'], fields: ['duration'], tier: 'W2', command: 'power-cycle' },
        lost: 'What hangs on the port loses its power and boots: nothing calls that off, and that it comes back is not waited for.',
        does: {
          ...{ row: 'numbers', told: 'the power of the port {name} is cut for a moment' },
          proof: { becomes: { 'poe-out-status': 'power-cycle' }, takes: 'duration' },
        },
      },
    },
  },
  {
    ...{ ...passing, menu: '/ip/dhcp-client', noun: 'DHCP client' },
    shows: ['status', 'address', 'gateway', 'dhcp-server', 'expires-after', 'disabled'],
    verbs: {
      do: {
        ...{ where: ['interface'], fields: [], tier: 'W3', command: 'renew' },
        lost: 'The address is given by the server on the other side: where it gives another one, or none, nothing brings the old one back.',
        does: {
          ...{ row: 'numbers', told: 'the DHCP client on {interface} asks for {address} again' },
          proof: { becomes: { status: 'bound' }, grows: 'expires-after' },
        },
      },
    },
  },
  {
    ...{ ...passing, menu: '/ip/dns/cache', at: '/ip/dns', noun: 'DNS cache', shows: ['cache-used'] },
    verbs: {
      do: {
        ...{ where: [], fields: [], tier: 'W1', command: 'flush' },
        lost: 'Answers that the router forgot come back only when they are asked for again.',
        does: { told: 'the DNS cache of {cache-used} KiB is emptied', proof: { shrinks: 'cache-used' } },
      },
    },
  },
  {
    ...{ menu: '/system/backup', at: '/file', kind: 'rows', noun: 'backup', isUnguarded: true },
    shows: ['type', 'size', 'creation-time'],
    verbs: {
      add: {
        ...{ where: ['name'], fields: ['password'], secrets: ['password'], tier: 'W1' },
        ...{ command: 'save', fixed: { encryption: 'aes-sha256' } },
      },
      remove: { where: ['name'], fields: [], tier: 'W1' },
    },
  },
  {
    ...{ ...passing, menu: '/system', at: '/system/resource', noun: 'router' },
    shows: ['uptime', 'version', 'board-name'],
    verbs: {
      do: {
        ...{ where: [], fields: [], tier: 'W3', command: 'reboot' },
        lost: 'Everything that the router carries is cut until it is back, nothing calls that off, and the log, the history and all sessions are lost. Whether it comes back is not known before.',
        does: { told: 'the router starts anew after {uptime}', proof: { shrinks: 'uptime', isRestart: true } },
      },
    },
  },
];
