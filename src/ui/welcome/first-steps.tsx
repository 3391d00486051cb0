import type { ReactNode } from 'react';
import { counted } from '@/core/shown/format';
import { Link } from '../link';
import { people } from '../people/person';
import { FirstCustomer } from './first-customer';

interface FirstStepsProps {
  readonly customers: readonly { readonly slug: string; readonly stripe: number; readonly deviceCount: number }[];
  /** An archived customer can be restored, with its stripe. */
  readonly archivedStripes: readonly number[];
  readonly personCount: number;
  readonly openInvitationCount: number;
}

/** What a new installation lacks, each step told by what is there and not by what was pressed. */
export function FirstSteps({ customers, archivedStripes, personCount, openInvitationCount }: FirstStepsProps) {
  const [first] = customers;
  const deviceCount = customers.reduce((sum, customer) => sum + customer.deviceCount, 0);
  return (
    <div className="grid max-w-prose gap-4 px-4 py-3.5">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h1 className="flex-1">First steps</h1>
        <Link href="/devices">Skip</Link>
      </div>
      <ol className="grid">
        <Step title="1. First customer" isDone={customers.length > 0}>
          <FirstCustomer
            slugs={customers.map(({ slug }) => slug)}
            used={[...customers.map(({ stripe }) => stripe), ...archivedStripes]}
          />
        </Step>
        <Step title="2. People" isDone={personCount > 1 || openInvitationCount > 0}>
          <p>
            {people(personCount)}, {counted(openInvitationCount, 'open invitation')}. Everybody but a Super Admin sees
            the customers they were assigned to, and nothing of the others.
          </p>
          <p>
            <Link href="/people">Invite people</Link>
          </p>
        </Step>
        <Step title="3. Devices" isDone={deviceCount > 0}>
          <p>
            {deviceCount > 0 ? `${counted(deviceCount, 'device')}. ` : ''}A router is prepared by lines that you paste
            into its terminal; then it is enrolled, by itself or with others in a CSV file, and its certificate
            confirmed.
          </p>
          <p>
            No router at hand? <code>npm run demo</code> on this machine shows a simulated fleet, beside this
            installation and apart from it: nothing simulated is ever among your devices.
          </p>
          <p>
            {first === undefined ? (
              'A customer comes first.'
            ) : (
              <Link href={`/customers/${first.slug}/enrol`}>Enrol devices</Link>
            )}
          </p>
        </Step>
      </ol>
    </div>
  );
}

interface StepProps {
  readonly title: string;
  readonly isDone: boolean;
  readonly children: ReactNode;
}

const Step = ({ title, isDone, children }: StepProps) => (
  <li className="grid gap-3 border-t border-rule py-4">
    <div className="flex flex-wrap items-baseline gap-x-3">
      <h2>{title}</h2>
      <span className="badge">{isDone ? 'done' : 'to do'}</span>
    </div>
    {children}
  </li>
);
