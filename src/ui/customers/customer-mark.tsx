import type { ReactNode } from 'react';

interface CustomerMarkProps {
  /** Which colour the customer has; undefined: it is not known here. */
  readonly stripe: number | undefined;
  /** Its name, for the colour is never the only cue. */
  readonly children: ReactNode;
}

/** A customer, with its colour before the name. */
export const CustomerMark = ({ stripe, children }: CustomerMarkProps) => (
  <span className="inline-flex items-center gap-2" data-stripe={stripe}>
    <span className="scope-mark" />
    {children}
  </span>
);
