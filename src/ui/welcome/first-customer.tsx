'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { CustomerForm } from '../customers/customer-form';
import { Link } from '../link';

interface FirstCustomerProps {
  readonly slugs: readonly string[];
  /** Stripes that are taken. */
  readonly used: readonly number[];
}

export function FirstCustomer({ slugs, used }: FirstCustomerProps) {
  const router = useRouter();
  const [made, setMade] = useState<string | null>(null);
  const said = useRef<HTMLParagraphElement>(null);
  // The form took the focus away with it.
  useEffect(() => {
    if (made !== null) said.current?.focus();
  }, [made]);

  const [first] = made === null ? slugs : [made];
  if (first === undefined)
    return (
      <>
        <p>Everything belongs to a customer: devices, sessions, and what people may see.</p>
        <div className="max-w-form">
          <CustomerForm
            used={used}
            onDone={(slug) => {
              setMade(slug);
              router.refresh();
            }}
          />
        </div>
      </>
    );
  return (
    <p ref={said} tabIndex={-1}>
      {made === null ? '' : 'Created. '}
      <Link href={`/customers/${first}/devices`}>{first}</Link>
      {slugs.length > 1 ? ` and ${slugs.length - 1} more` : ''}. Others are made on the page{' '}
      <Link href="/customers">Customers</Link>.
    </p>
  );
}
