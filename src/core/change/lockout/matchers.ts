import type { Fields } from '../step';
import { isAmong } from './addresses';
import { isInList, isInterface, isMember } from './lists';
import { notUnderstood, type Understood, understood } from './matching';
import { all, any, type Catch, not, type Packet, said } from './packet';
import { type PathRows, parts } from './state';

type Matcher = (value: string, packet: Packet, state: PathRows) => Catch;

const rangesOf = (value: string): readonly (readonly [low: number, high: number])[] =>
  parts(value).map((part) => {
    const [low = '', high = low] = part.split('-');
    return [Number(low), Number(high)];
  });

const isPort = (value: string, port: number): Catch =>
  said(rangesOf(value).some(([low, high]) => low <= port && port <= high));

/** Ours is any above 1023, and a router between us may have given it another of these. */
function isOurs(value: string): Catch {
  const ranges = rangesOf(value);
  if (ranges.some(([low, high]) => low <= 1024 && high >= 65_535)) return 'yes';
  return ranges.some(([, high]) => high >= 1024) ? 'maybe' : 'no';
}

const atService: Matcher = (value, { port }) => isPort(value, port);
const atOurEnd: Matcher = (value) => isOurs(value);
const when =
  (isAnswer: boolean, matcher: Matcher, otherwise: Matcher = () => 'no'): Matcher =>
  (value, packet, state) =>
    (packet.isAnswer === isAnswer ? matcher : otherwise)(value, packet, state);

/** What the flags of a packet of this state are; what is left out may be either. */
const flagsOf = ({ state, isAnswer }: Packet): Readonly<Record<string, boolean>> =>
  state === 'new' && !isAnswer
    ? { syn: true, ack: false, fin: false, rst: false, psh: false, urg: false }
    : state === 'untracked'
      ? {}
      : { syn: false, ack: true, rst: false, urg: false };

const hasFlags: Matcher = (value, packet) =>
  all(
    parts(value).map((flag) => {
      const is = flagsOf(packet)[flag.replace('!', '')];
      return is === undefined ? 'maybe' : said(is !== flag.startsWith('!'));
    }),
  );

/** What a rule may ask for, of which can be told whether it fits. A value that begins with `!` means everything else. */
const matchers: Readonly<Record<Understood, Matcher>> = {
  protocol: (value) => said(value === 'tcp' || value === '6'),
  'src-address': (value, { from }) => said(isAmong(from, value)),
  'dst-address': (value, { to }) => said(isAmong(to, value)),
  'src-address-list': (value, { from }, state) => isInList(state, value, from),
  'dst-address-list': (value, { to }, state) => isInList(state, value, to),
  'dst-port': when(false, atService, atOurEnd),
  'src-port': when(false, atOurEnd, atService),
  port: (value, { port }) => any([isPort(value, port), isOurs(value)]),
  'in-interface': when(false, (value, { interface: on }, state) => isInterface(state, value, on)),
  'out-interface': when(true, (value, { interface: on }, state) => isInterface(state, value, on)),
  'in-interface-list': when(false, (value, { interface: on }, state) => isMember(state, value, on)),
  'out-interface-list': when(true, (value, { interface: on }, state) => isMember(state, value, on)),
  'connection-state': (value, { state }) => said(parts(value).includes(state)),
  'connection-nat-state': (value, { isTranslated }) => said(isTranslated && parts(value).includes('dstnat')),
  'dst-address-type': when(
    false,
    (value) => said(parts(value).includes('local')),
    () => 'maybe',
  ),
  'tcp-flags': hasFlags,
  'icmp-options': () => 'no',
};

const asked = (rule: Fields, name: string): boolean => (rule[name] ?? '') !== '';

/** Whether a rule catches a packet: everything that it asks for has to fit. */
export function catches(rule: Fields, packet: Packet, state: PathRows): Catch {
  const told = understood
    .filter((name) => asked(rule, name))
    .map((name) => {
      const value = rule[name] ?? '';
      // Each flag has its own.
      if (!value.startsWith('!') || name === 'tcp-flags') return matchers[name](value, packet, state);
      return not(matchers[name](value.slice(1), packet, state));
    });
  return all([...told, ...(notUnderstood.some((name) => asked(rule, name)) ? (['maybe'] as const) : [])]);
}

/** What a rule asks for that nobody here can tell: `time`, or what was left over. */
export function unclear(rule: Fields, packet: Packet, state: PathRows): readonly string[] {
  const uncertain = understood.filter(
    (name) => asked(rule, name) && catches({ [name]: rule[name] ?? '' }, packet, state) === 'maybe',
  );
  return [...notUnderstood.filter((name) => asked(rule, name)), ...uncertain];
}
