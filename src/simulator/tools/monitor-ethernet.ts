import { interfacesOf } from '../argument';
import type { Fields } from '../command';
import type { Machine, Operation } from '../machine';
import { portsOf } from '../models';
import { chanceOf } from '../random';
import { noSuchItem } from '../trap';
import { everyInterval } from './monitor-traffic';

/** The state of a port's wire. */
function wire({ state, model, seed, version }: Machine, name: string): Fields {
  const item = state.table('/interface').find(name);
  if (item === null || item.fields.type !== 'ether') throw noSuchItem();
  const isUp = item.fields.running === 'true';
  const rate = portsOf(model).find((port) => port.name === item.fields['default-name'])?.rate ?? '1Gbps';
  const supported = '10M-baseT-half,10M-baseT-full,100M-baseT-half,100M-baseT-full,1G-baseT-half,1G-baseT-full';
  const isFibre = name.startsWith('sfp') || name.startsWith('qsfp');
  const link = isUp
    ? { status: 'link-ok', 'auto-negotiation': 'done', rate, 'full-duplex': 'true' }
    : { status: 'no-link', 'auto-negotiation': isFibre ? 'disabled' : 'incomplete' };
  return {
    name,
    ...link,
    ...{ 'tx-flow-control': 'false', 'rx-flow-control': 'false' },
    ...(isFibre ? module(seed, name) : version.isSix ? {} : { supported }),
    ...(isFibre ? {} : { advertising: supported, ...(isUp ? { 'link-partner-advertising': supported } : {}) }),
  };
}

/** The units are the console's: over the API the numbers stand alone. */
const module = (seed: number, name: string): Fields => ({
  ...{ 'sfp-module-present': 'true', 'sfp-rx-loss': 'false', 'sfp-tx-fault': 'false', 'sfp-type': 'SFP/SFP+/SFP28' },
  ...{ 'sfp-connector-type': 'LC', 'sfp-vendor-name': 'Mikrotik', 'sfp-wavelength': '1310' },
  ...{ 'sfp-temperature': String(Math.round(34 + 14 * chanceOf(seed, name, 'warm'))), 'sfp-supply-voltage': '3.295' },
  'sfp-tx-power': (-3 + 2 * chanceOf(seed, name, 'tx')).toFixed(3),
  'sfp-rx-power': (-8 + 4 * chanceOf(seed, name, 'rx')).toFixed(3),
});

/** `/interface/ethernet/monitor`. */
export const monitorEthernet: Operation = {
  policy: 'read',
  parameters: ['numbers', 'once', 'duration', 'interval', '.proplist', 'proplist', 'as-value', 'without-paging'],
  run: (call) => {
    const names = interfacesOf(call, 'numbers');
    return everyInterval(call, () => names.map((name) => wire(call.machine, name)));
  },
};
