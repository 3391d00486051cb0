import type { Fields } from '../step';
import { type Ending, endings } from './chain';
import type { PathMenu } from './forms';
import { catches } from './matchers';
import type { Catch, Packet } from './packet';
import { ipOf, type Path } from './path';
import { isOn, type PathRows, rowsIn } from './state';

/** `fresh`: the first packet of a connection. `standing`: one of a connection that is there. `answer`: one to us. */
export type Kind = 'fresh' | 'standing' | 'answer';

/** What one chain does with one kind of our packets. */
export interface Ruling {
  readonly menu: PathMenu;
  readonly chain: string;
  readonly kind: Kind;
  readonly packet: Packet;
  readonly ends: readonly Ending[];
}

/** What is known of rules of which cannot be told whether they catch, because we are connected: see learnt.ts. */
export type Learnt = ReadonlyMap<string, Catch>;

export const learntKey = (of: Pick<Ruling, 'menu' | 'kind'>, rule: Fields): string =>
  `${of.kind} ${of.menu} ${JSON.stringify(rule)}`;

const translating = ['dst-nat', 'redirect', 'netmap', 'same'];
const losing = ['drop', 'reject', 'tarpit'];

/** Whether it does not come through. A packet that is led elsewhere does not; see `ledTo`. */
export const isLost = ({ action }: Ending): boolean => losing.includes(action) || action === 'elsewhere';

/** All chains that our packets go through, in this order. */
export function rulings(state: PathRows, path: Path, learnt: Learnt = new Map()): readonly Ruling[] {
  const judge = (about: Omit<Ruling, 'ends'>): Ruling => ({
    ...about,
    ends: endings(rowsIn(state, about.menu), about.chain, (rule) => {
      const caught = catches(rule, about.packet, state);
      return caught === 'maybe' ? (learnt.get(learntKey(about, rule)) ?? caught) : caught;
    }),
  });
  const coming = (kind: 'fresh' | 'standing'): readonly Ruling[] => {
    const arriving = arrivingPacket(path, kind);
    const raw = judge({ menu: '/ip/firewall/raw', chain: 'prerouting', kind, packet: arriving });
    const tracked: Packet = raw.ends.some((end) => end.isUntracked) ? { ...arriving, state: 'untracked' } : arriving;
    const nat = natOf(
      state,
      judge({ menu: '/ip/firewall/nat', chain: 'dstnat', kind: 'fresh', packet: arrivingPacket(path, 'fresh') }),
      path,
    );
    const led = nat.ends.map((end) => ledTo(end, nat.packet, state)).find((one) => one !== null) ?? tracked;
    const { to, port, isTranslated } = led;
    const input = { ...tracked, to, port, isTranslated };
    const filter = judge({ menu: '/ip/firewall/filter', chain: 'input', kind, packet: input });
    // Only the first packet of a connection is translated by a rule.
    return kind === 'fresh' ? [raw, nat, filter] : [raw, filter];
  };
  const fresh = coming('fresh');
  const inner = fresh.at(-1)?.packet ?? arrivingPacket(path, 'standing');
  const answer: Packet = {
    ...{ isAnswer: true, from: inner.to, to: path.from, interface: path.interface, port: inner.port },
    ...{ state: 'established', isTranslated: inner.isTranslated },
  };
  const leaving = (['/ip/firewall/raw', '/ip/firewall/filter'] as const).map((menu) =>
    judge({ menu, chain: 'output', kind: 'answer', packet: answer }),
  );
  return [...fresh, ...coming('standing'), ...leaving];
}

const arrivingPacket = (path: Path, kind: 'fresh' | 'standing'): Packet => ({
  ...{ isAnswer: false, from: path.from, to: path.to, interface: path.interface, port: path.port },
  ...{ state: kind === 'fresh' ? 'new' : 'established', isTranslated: false },
});

/** Of those ways that do not come out at the service it is said so: `elsewhere`. */
function natOf(state: PathRows, ruling: Ruling, path: Path): Ruling {
  const ends = ruling.ends.map((end): Ending => {
    const led = ledTo(end, ruling.packet, state);
    return led !== null && led.port === path.servicePort ? end : { ...end, action: 'elsewhere' };
  });
  return { ...ruling, ends };
}

/** The packet behind a rule that translates; null: it is not for this router any more. */
function ledTo({ action, rule }: Ending, packet: Packet, state: PathRows): Packet | null {
  if (action === 'elsewhere') return null;
  if (!translating.includes(action) || rule === null) return packet;
  const { 'to-addresses': address = '', 'to-ports': ports = '' } = rule;
  const to = action === 'redirect' || address === '' ? packet.to : address;
  const isOwn = rowsIn(state, '/ip/address').some((row) => isOn(row) && ipOf(row) === to);
  return isOwn ? { ...packet, to, port: ports === '' ? packet.port : Number(ports), isTranslated: true } : null;
}
