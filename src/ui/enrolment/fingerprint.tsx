import { writtenFingerprint } from '@/core/enrolment/ways';

/** SHA-256 of a certificate, as long as it is: it is there to be compared, so nothing of it is left out. */
export const Fingerprint = ({ pin }: { readonly pin: string }) => (
  <code className="fingerprint">{writtenFingerprint(pin)}</code>
);
