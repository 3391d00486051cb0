import type { Template } from '../define';

const settings = { verb: 'set', where: {}, mostRows: 1, ifNone: 'refuse' } as const;

export const ntp = {
  id: 'system.ntp',
  version: 2,
  title: 'Set the clock by NTP',
  area: 'system',
  purpose: 'Has the router take its time from these servers, so that its logs can be held against those of others.',
  limits: ['The time zone stays as it is.', 'Whether the servers answer is not asked.'],
  parameters: [
    {
      ...{ name: 'servers', title: 'Servers', kind: 'addresses', accepts: 'ip', most: 4, isRequired: true },
      explained: 'The addresses of the time servers, instead of all that are set now.',
    },
  ],
  rules: [],
  steps: [
    {
      ...{ ...settings, menu: '/system/ntp/client' },
      fields: { enabled: { fixed: 'true' }, mode: { fixed: 'unicast' }, servers: { from: 'servers' } },
    },
  ],
  radius: {
    ...{ commands: ['/system/ntp/client/set'], mostRows: 1, mostDevices: 200 },
    ...{ touchesManagement: false, interruptsService: false },
  },
} as const satisfies Template;

const ofTopic = (topic: string) =>
  ({
    menu: '/system/logging',
    verb: 'add',
    mostRows: 1,
    ifNone: 'refuse',
    where: { action: { fixed: 'routeward' }, topics: { fixed: topic } },
    fields: { disabled: { fixed: 'false' } },
  }) as const;

export const syslog = {
  id: 'system.syslog',
  version: 2,
  title: 'Send the log to a server',
  area: 'system',
  purpose: 'Has the router send what it logs to a syslog server as well, so that it outlives a restart.',
  limits: ['What the router keeps itself stays as it is.', 'Syslog is not encrypted: its way should be one’s own.'],
  parameters: [
    {
      ...{ name: 'remote', title: 'Server', kind: 'address', accepts: 'ip', isRequired: true },
      explained: 'The address of the syslog server.',
    },
    {
      ...{ name: 'port', title: 'Port', kind: 'integer', min: 1, max: 65_535, byDefault: 514, isRequired: false },
      explained: 'The UDP port on which it listens.',
    },
  ],
  rules: [],
  steps: [
    {
      ...{ menu: '/system/logging/action', verb: 'add', mostRows: 1, ifNone: 'refuse', ifOther: 'set' },
      where: { name: { fixed: 'routeward' } },
      fields: { target: { fixed: 'remote' }, remote: { from: 'remote' }, 'remote-port': { from: 'port' } },
    },
    ...[ofTopic('critical'), ofTopic('error'), ofTopic('warning'), ofTopic('info')],
  ],
  radius: {
    commands: ['/system/logging/action/add', '/system/logging/action/set', '/system/logging/add'],
    ...{ mostRows: 5, mostDevices: 200, touchesManagement: false, interruptsService: false },
  },
} as const satisfies Template;
