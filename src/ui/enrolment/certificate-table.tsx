import { faults } from '@/core/faults';
import { number } from '@/core/shown/format';
import { Link } from '../link';
import type { Unconfirmed } from './enrolment';
import { Fingerprint } from './fingerprint';
import { type AskedAgain, waits } from './looks';

/** Which devices are ticked, each with the fingerprint that was on the screen. */
type Ticked = ReadonlyMap<string, string>;

interface CertificateTableProps {
  readonly items: readonly Unconfirmed[];
  readonly asked: AskedAgain;
  readonly ticked: Ticked;
  readonly onTick: (ticked: Ticked) => void;
}

export function CertificateTable({ items, asked, ticked, onTick }: CertificateTableProps) {
  // Those that nobody has confirmed yet; one that changed is ticked by itself.
  const all = items.flatMap(({ id, pin, shownPin }) =>
    shownPin === null || pin !== null ? [] : [[id, shownPin] as const],
  );
  const isAll = all.length > 0 && all.every(([id, pin]) => ticked.get(id) === pin);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-region flex-none min-h-0" tabIndex={0} aria-label="Certificate table">
      <table className="table table-certificates">
        <caption className="sr-only">Devices whose certificate is to be confirmed, by name</caption>
        <thead>
          <tr>
            <th className="check" scope="col">
              <label>
                <input
                  type="checkbox"
                  checked={isAll}
                  disabled={all.length === 0}
                  onChange={(event) => onTick(new Map(event.currentTarget.checked ? all : []))}
                />
                <span className="sr-only">Select all {number(all.length)} certificates</span>
              </label>
            </th>
            <th scope="col">Device</th>
            <th scope="col">Address</th>
            <th scope="col">Fingerprint, SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <CertificateRow key={one.id} of={one} isWaiting={waits(one, asked)} ticked={ticked} onTick={onTick} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface CertificateRowProps extends Pick<CertificateTableProps, 'ticked' | 'onTick'> {
  readonly of: Unconfirmed;
  readonly isWaiting: boolean;
}

function CertificateRow({ of, isWaiting, ticked, onTick }: CertificateRowProps) {
  const { id, name, address, port, shownPin } = of;
  const isTicked = shownPin !== null && ticked.get(id) === shownPin;
  return (
    <tr {...(isTicked ? { 'data-selected': '' } : {})}>
      <td className="check">
        {shownPin === null ? null : (
          <label>
            <input
              type="checkbox"
              checked={isTicked}
              onChange={() =>
                onTick(new Map(isTicked ? [...ticked].filter(([other]) => other !== id) : [...ticked, [id, shownPin]]))
              }
            />
            <span className="sr-only">Select {name}</span>
          </label>
        )}
      </td>
      <td className="cell-name">
        <Link className="row-link" href={`/devices/${id}`}>
          <bdi>{name}</bdi>
        </Link>
      </td>
      <td className="cell-address mono">
        {address}
        <span className="text-ink-3">:{port}</span>
      </td>
      <td className="cell-fingerprint">
        <Shown of={of} isWaiting={isWaiting} />
      </td>
    </tr>
  );
}

/** The certificate that the last try saw; for one that changed, the confirmed one too; or why there is none to see. */
function Shown({
  of: { pin, shownPin, faultCode, faultReason, triedAt },
  isWaiting,
}: Omit<CertificateRowProps, 'ticked' | 'onTick'>) {
  if (shownPin === null) {
    if (triedAt === null) return <>Waiting for the first look.</>;
    if (isWaiting || faultCode === null || faultCode === 'notConfirmed') return <>Waiting for the next look.</>;
    const { title, advice } = faults[faultCode];
    return (
      <>
        <b>{title}</b>
        {faultReason === null ? '' : ` (${faultReason})`}. {advice}
      </>
    );
  }
  if (pin === null) return <Fingerprint pin={shownPin} />;
  return (
    <dl className="facts">
      <dt>Confirmed</dt>
      <dd>
        <Fingerprint pin={pin} />
      </dd>
      <dt>Shown now</dt>
      <dd>
        <Fingerprint pin={shownPin} />
      </dd>
    </dl>
  );
}
