import { type FaultCode, faults } from '@/core/faults';
import { Link } from '../link';
import type { ListedDevice } from '../live/views';
import { Fingerprint } from './fingerprint';

/** Faults that a person ends by comparing a certificate. */
export const isAboutCertificate = (code: FaultCode | null): code is 'notConfirmed' | 'certificateDiffers' =>
  code === 'notConfirmed' || code === 'certificateDiffers';

interface CertificateNoticeProps {
  readonly device: Pick<ListedDevice, 'customer' | 'shownPin'>;
  readonly code: 'notConfirmed' | 'certificateDiffers';
  /** The confirmed certificate; null: none, or it is not known yet. */
  readonly pin: string | null;
}

/** What is confirmed, what is shown, and where to compare them. */
export function CertificateNotice({ device: { customer, shownPin }, code, pin }: CertificateNoticeProps) {
  const { title, advice } = faults[code];
  return (
    <div className="notice notice-fail mt-2 grid gap-2">
      <p>
        <b>{title}</b> {advice}
      </p>
      <dl className="facts">
        <dt>Confirmed</dt>
        <dd>{pin === null ? 'none' : <Fingerprint pin={pin} />}</dd>
        <dt>Shown now</dt>
        <dd>{shownPin === null ? 'not known yet' : <Fingerprint pin={shownPin} />}</dd>
      </dl>
      <p>
        <Link href={`/customers/${customer}/enrol#confirm`}>Compare and confirm</Link>
      </p>
    </div>
  );
}
