import { address, flags, interfaces, type Menus, resource } from './second-rows-alike';

export const six = (version: string): Menus => ({
  '/system/resource': [
    {
      ...resource,
      version: `${version} (long-term)`,
      'build-time': 'Feb/27/2025 13:06:00',
      'factory-software': '6.45.9',
      cpu: 'tilegx',
      'cpu-frequency': '1200',
      'bad-blocks': '0',
      'architecture-name': 'tile',
      'board-name': 'CCR1009-7G-1C-1S+',
    },
  ],
  '/system/clock': [
    {
      time: '10:11:12',
      date: 'nov/30/2025',
      'time-zone-autodetect': 'true',
      'time-zone-name': 'Europe/Riga',
      'gmt-offset': '+02:00',
      'dst-active': 'false',
    },
  ],
  '/system/ntp/client': [
    {
      enabled: 'true',
      mode: 'unicast',
      'primary-ntp': '10.20.0.1',
      'secondary-ntp': '0.0.0.0',
      'server-dns-names': '',
      'dynamic-servers': '',
      'poll-interval': '15m',
      'active-server': '10.20.0.1',
    },
  ],
  '/interface': interfaces('nov/07/2025 06:00:01'),
  '/ip/address': [{ ...address, 'actual-interface': 'ether1', invalid: 'false', ...flags }],
  '/ip/route': [
    {
      '.id': '*1',
      'dst-address': '0.0.0.0/0',
      gateway: '10.20.1.254',
      'gateway-status': '10.20.1.254 reachable via  ether1',
      distance: '1',
      scope: '30',
      'target-scope': '10',
      active: 'true',
      static: 'true',
      ...flags,
    },
    {
      '.id': '*400E0D70',
      'dst-address': '10.20.1.0/24',
      'pref-src': '10.20.1.1',
      gateway: 'ether1',
      'gateway-status': 'ether1 reachable',
      distance: '0',
      scope: '10',
      active: 'true',
      connect: 'true',
      dynamic: 'true',
      disabled: 'false',
    },
  ],
  '/log': [
    { '.id': '*1', time: 'nov/29 22:10:01', topics: 'system,info', message: 'router rebooted' },
    {
      '.id': '*2',
      time: '10:05:00',
      topics: 'system,error,critical',
      message: 'login failure for user admin from 10.20.9.1 via ssh',
    },
  ],
});
