import { isAmong } from './addresses';
import { unusable, type Way, wayTo } from './back';
import type { Finding } from './link';
import { ipOf, type Path, serviceRow } from './path';
import { isOn, type PathRows, parts, rowsIn } from './state';

const sure = (sentence: string): readonly Finding[] => [{ isSure: true, sentence }];

/** The address that is spoken to. */
export function onAddress(before: PathRows, after: PathRows, { to, isToKnown }: Path): readonly Finding[] {
  const there = (state: PathRows) => rowsIn(state, '/ip/address').filter((row) => isOn(row) && row.invalid !== 'true');
  const gone = there(before)
    .map(ipOf)
    .filter((address) => !there(after).some((row) => ipOf(row) === address));
  if (gone.includes(to)) {
    const isLeft = rowsIn(after, '/ip/address').some((row) => ipOf(row) === to);
    return sure(`Management speaks to ${to}, which would be ${isLeft ? 'disabled' : 'on no interface any more'}.`);
  }
  if (isToKnown) return [];
  return gone.map((address) => ({
    isSure: false,
    sentence: `To which address of the router management speaks is not known, and it would not have ${address} any more.`,
  }));
}

/** The service itself: whether it is there, where it listens, and to whom it speaks. */
export function onService(before: PathRows, after: PathRows, { service, from }: Path): readonly Finding[] {
  const [was, is] = [serviceRow(before, service), serviceRow(after, service)];
  if (was === undefined || is === undefined || !isOn(was)) return [];
  if (!isOn(is)) return sure(`Management uses the service ${service}, which would be disabled.`);
  if (is.port !== was.port)
    return sure(
      `Management uses the service ${service}, which would listen on port ${is.port} and no longer on ${was.port}.`,
    );
  const speaksTo = (text: string | undefined) =>
    parts(text).length === 0 || parts(text).some((one) => isAmong(from, one));
  if (!speaksTo(was.address) || speaksTo(is.address)) return [];
  return sure(`Management arrives from ${from}, and the service ${service} would only speak to ${is.address}.`);
}

/** Whether answers find their way back. */
export function onTheWayBack(before: PathRows, after: PathRows, path: Path): readonly Finding[] {
  const without = unusable(before);
  const [was, is] = [wayTo(before, path.from, without), wayTo(after, path.from, without)];
  if (was.ways.length === 0) return [];
  const { from, interface: on } = path;
  if (is.swallowedBy !== null) return sure(`Answers to ${from} would end in the blackhole route to ${is.swallowedBy}.`);
  if (is.ways.length === 0) return sure(`No route would lead back to ${from} any more.`);
  const isElsewhere = is.ways.some((way) => !was.ways.some((one) => one.interface === way.interface));
  if (isElsewhere)
    return sure(
      `Answers to ${from} would leave by ${told(is.ways)} and no longer by ${told(was.ways)}, and management arrives on ${on}.`,
    );
  const isSame = is.ways.every((way) => was.ways.some((one) => one.nextHop === way.nextHop));
  if (isSame) return [];
  return [
    {
      isSure: false,
      sentence: `Answers to ${from} would go to ${told(is.ways)} and no longer to ${told(was.ways)}: whether that leads back is not known.`,
    },
  ];
}

const told = (ways: readonly Way[]): string =>
  [...new Set(ways.map(({ nextHop, interface: on }) => (nextHop === null ? on : `${nextHop} on ${on}`)))].join(' and ');
