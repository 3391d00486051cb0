import { interfacesOf, timeOf } from '../argument';
import type { Fields } from '../command';
import { liesIn } from '../flows';
import { type Call, type Operation, waits } from '../machine';
import { between } from '../random';
import { invalid } from '../trap';

/** Addresses that are asked in one second. */
const perSecond = 64;

async function scan(call: Call): Promise<null> {
  const [on = ''] = interfacesOf(call, 'interface');
  const range = call.attributes.get('address-range');
  if (range !== undefined && !/^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2}|-\d{1,3}(\.\d{1,3}){3})?$/.test(range))
    throw invalid('address-range');
  const seconds = Math.floor((timeOf(call, 'duration') ?? Number.POSITIVE_INFINITY) / 1000);
  const release = call.machine.state.holdFastTrack();
  try {
    for (let second = 1; second <= seconds && !call.signal.aborted; second++) {
      await waits(call, 1000);
      if (call.signal.aborted) break;
      for (const row of answering(call, on, range).slice(0, second * perSecond))
        call.reply({ '.section': String(second - 1), ...row });
    }
  } finally {
    release();
  }
  return null;
}

/** Whoever answers ARP there; those who are away were asked in vain. */
function answering({ machine }: Call, on: string, range: string | undefined): Fields[] {
  return machine.state
    .table('/ip/arp')
    .items.filter(({ fields }) => fields.interface === on && fields['mac-address'] !== undefined)
    .map(({ fields }) => ({ address: fields.address ?? '', 'mac-address': fields['mac-address'] ?? '' }))
    .filter(({ address }) => range === undefined || isWithin(address, range))
    .map((one) => {
      const lease = machine.state
        .table('/ip/dhcp-server/lease')
        .items.find(({ fields }) => fields['active-address'] === one.address);
      return {
        ...one,
        time: String(between(0, 4, machine.seed, one.address)),
        ...{ dns: '', snmp: '', netbios: lease?.fields['host-name'] ?? '' },
        ...(lease?.fields.dynamic === 'true' ? { dhcp: 'true' } : {}),
      };
    });
}

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

function isWithin(address: string, range: string): boolean {
  const [from = '', to] = range.split('-');
  if (to === undefined) return liesIn(address, range);
  return numberOf(address) >= numberOf(from) && numberOf(address) <= numberOf(to);
}

/** `/tool/ip-scan`: whoever answers, all of them again every second. */
export const ipScan: Operation = {
  policy: 'test',
  parameters: [
    ...['interface', 'address-range', 'duration', 'freeze-frame-interval', '.proplist', 'proplist', 'as-value'],
    'without-paging',
  ],
  run: scan,
};
