import type { ReactNode } from 'react';
import { longestReason } from '@/core/change/change';

interface ReasonFieldProps {
  /** What is asked for, as its label. */
  readonly children: ReactNode;
  readonly value: string;
  readonly onType: (typed: string) => void;
  /** What is said where it is empty and may not be; null: nothing is amiss. */
  readonly missing: string | null;
}

/** Why somebody decides as they do, in their own words. */
export function ReasonField({ children, value, onType, missing }: ReasonFieldProps) {
  return (
    <label className="grid gap-1">
      {children}
      <textarea
        className="field py-1.5"
        rows={2}
        maxLength={longestReason}
        value={value}
        onChange={(event) => onType(event.currentTarget.value)}
        {...(missing === null ? {} : { 'aria-invalid': true })}
      />
      {missing === null ? null : <span className="font-medium text-fail">{missing}</span>}
    </label>
  );
}
