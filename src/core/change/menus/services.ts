import { kept, type Menu } from './define';

const settings = { kind: 'settings', noun: 'setting', shows: [] } as const;

/** What a router offers, asks for and tells by itself. */
export const services = [
  {
    ...{ ...settings, menu: '/system/ntp/client' },
    verbs: { set: { where: [], fields: ['enabled', 'mode', 'servers'], tier: 'W1' } },
  },
  {
    ...{ ...settings, menu: '/ip/dns' },
    verbs: {
      set: {
        where: [],
        fields: ['servers', 'allow-remote-requests', 'cache-size', 'use-doh-server', 'verify-doh-cert'],
        tier: 'W2',
      },
    },
  },
  {
    ...{ menu: '/ip/dns/static', kind: 'rows', noun: 'DNS entry', shows: ['dynamic'] },
    verbs: kept({ where: ['name', 'type', 'address', 'cname'], fields: ['ttl', 'comment', 'disabled'], tier: 'W1' }),
  },
  {
    ...{ menu: '/system/logging/action', kind: 'rows', noun: 'log target', shows: [] },
    verbs: kept({ where: ['name'], fields: ['target', 'remote', 'remote-port'], tier: 'W1' }),
  },
  {
    ...{ menu: '/system/logging', kind: 'rows', noun: 'log rule', shows: [] },
    verbs: kept({ where: ['action', 'topics'], fields: ['prefix', 'disabled'], tier: 'W1' }),
  },
  {
    ...{ menu: '/ip/service', kind: 'rows', noun: 'service', shows: ['port', 'dynamic'], hasLookalikes: true },
    verbs: { set: { where: ['name'], fields: ['disabled', 'address'], tier: 'W3' } },
  },
  {
    ...{ ...settings, menu: '/ip/ssh' },
    verbs: { set: { where: [], fields: ['strong-crypto', 'forwarding-enabled'], tier: 'W2' } },
  },
  {
    ...{ ...settings, menu: '/tool/bandwidth-server' },
    verbs: { set: { where: [], fields: ['enabled', 'authenticate'], tier: 'W1' } },
  },
  {
    ...{ ...settings, menu: '/tool/mac-server' },
    verbs: { set: { where: [], fields: ['allowed-interface-list'], tier: 'W2' } },
  },
  {
    ...{ ...settings, menu: '/tool/mac-server/mac-winbox' },
    verbs: { set: { where: [], fields: ['allowed-interface-list'], tier: 'W2' } },
  },
  {
    ...{ ...settings, menu: '/tool/mac-server/ping' },
    verbs: { set: { where: [], fields: ['enabled'], tier: 'W1' } },
  },
  {
    ...{ ...settings, menu: '/ip/neighbor/discovery-settings' },
    verbs: { set: { where: [], fields: ['discover-interface-list'], tier: 'W1' } },
  },
  { ...{ ...settings, menu: '/ip/proxy' }, verbs: { set: { where: [], fields: ['enabled'], tier: 'W2' } } },
  { ...{ ...settings, menu: '/ip/socks' }, verbs: { set: { where: [], fields: ['enabled'], tier: 'W2' } } },
  { ...{ ...settings, menu: '/ip/upnp' }, verbs: { set: { where: [], fields: ['enabled'], tier: 'W2' } } },
] as const satisfies readonly Menu[];
