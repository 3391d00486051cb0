import { z } from 'zod';
import { spelledAddress, spelledMac } from '../actions/spelling';
import { Line } from '../text';
import { leastNameLength, mostSoughtLength, type Subject } from './subject';

/** What a text may stand for, the likeliest first; nothing where it is too short or no plain line. */
export function subjectsIn(typed: string): readonly Subject[] {
  const text = typed.trim();
  if (text.length > mostSoughtLength || !Line.safeParse(text).success) return [];
  const [mac, ip, vlan] = [spelledMac(text), ipIn(text), vlanIn(text)];
  if (mac !== null) return [{ kind: 'mac', text: mac }];
  if (ip !== null) return [{ kind: 'ip', text: ip }];
  return [
    ...(vlan === null ? [] : [{ kind: 'vlan', text: vlan } as const]),
    ...(text.length < leastNameLength ? [] : [{ kind: 'name', text } as const]),
  ];
}

const ipv4 = z.ipv4();
const ipv6 = z.ipv6();

function ipIn(text: string): string | null {
  return ipv4.safeParse(text).success || ipv6.safeParse(text).success ? spelledAddress(text) : null;
}

/** `120`, `vlan 120`, `VLAN120`: 1 to 4094. */
function vlanIn(text: string): string | null {
  const [, digits] = /^(?:vlan[\s:=-]*)?(\d{1,4})$/i.exec(text) ?? [];
  const id = Number(digits);
  return digits !== undefined && id >= 1 && id <= 4094 ? String(id) : null;
}
