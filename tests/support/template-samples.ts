import type { Values } from '@/core/actions/parameter';
import type { TemplateId } from '@/core/templates/library';

/** Values for each template as somebody would type them: as little as it takes first, and then with everything. */
export const samples: Readonly<Record<TemplateId, readonly [Values, ...Values[]]>> = {
  'subscriber.suspend': [{ name: 'anna.rossi' }],
  'subscriber.resume': [{ name: 'carla.conti' }],
  'system.ntp': [{ servers: ['192.0.2.123'] }, { servers: ['192.0.2.123', '198.51.100.123'] }],
  'system.syslog': [{ remote: '192.0.2.14' }, { remote: '192.0.2.14', port: 5514 }],
  'dns.closed': [{ interface: 'ether1' }],
};
