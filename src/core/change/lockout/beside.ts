import { lengthAround } from '../../actions/around';
import type { RowChange } from '../predict';
import type { Fields } from '../step';
import { onCarrier, onOwnAddress, onStation } from './carried';
import type { Finding } from './link';
import type { Path } from './path';
import type { PathRows } from './state';

type Row = Pick<RowChange, 'before' | 'after'>;

const perhaps = (sentence: string): readonly Finding[] => [{ isSure: false, sentence }];
const isAbout = (row: Row, field: string, value: string): boolean =>
  row.before?.[field] === value || row.after?.[field] === value;
const onOurs =
  (field: string, what: string) =>
  (row: Row, { interface: on }: Path): readonly Finding[] =>
    isAbout(row, field, on)
      ? perhaps(`Management arrives on ${on}, and what changes of ${what} can cut it: that is not looked at.`)
      : [];

function encrypted({ before, after }: Row, { from, to }: Path): readonly Finding[] {
  const holds = ({ 'src-address': own = '', 'dst-address': other = '' }: Fields): boolean =>
    lengthAround(own, to) !== null && lengthAround(other, from) !== null;
  const isOurs = [before, after].some((row) => row !== null && row.action !== 'none' && holds(row));
  return isOurs
    ? perhaps(`An IPsec policy about ${to} and ${from} changes: that answers then leave as before is not looked at.`)
    : [];
}

const elsewhere = (what: string) => (): readonly Finding[] =>
  perhaps(`Which way answers take can hang on ${what}, which are not looked at.`);

/** By mangle, answers may be sent another way. */
const marked = ({ after }: Row): readonly Finding[] =>
  ['mark-routing', 'route'].includes(after?.action ?? '') ? elsewhere('marks for routing')() : [];

/** Menus that our path can hang on and whose effect is not followed step by step: what is said of their rows. */
export const beside: Readonly<Record<string, (row: Row, path: Path, state: PathRows) => readonly Finding[]>> = {
  '/ip/ipsec/policy': encrypted,
  '/interface/wireguard': onOurs('name', 'that WireGuard interface'),
  '/interface/wireguard/peers': onOurs('interface', 'its WireGuard peers'),
  '/interface/pppoe-client': onOurs('name', 'that PPPoE client'),
  '/ip/firewall/mangle': marked,
  '/interface/ethernet/poe': onCarrier('name', 'whose power would be cut'),
  '/interface/wireless': onCarrier('name', 'which would leave its channel'),
  '/interface/wifi': onCarrier('name', 'which would leave its channel'),
  '/interface/w60g': onCarrier('name', 'which would leave its channel'),
  '/interface/wireless/registration-table': onStation,
  '/interface/wifi/registration-table': onStation,
  '/ip/dhcp-client': onOwnAddress,
  '/routing/rule': elsewhere('rules for routing'),
  '/ip/vrf': elsewhere('VRFs'),
};
