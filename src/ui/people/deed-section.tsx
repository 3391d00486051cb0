import type { ReactNode } from 'react';

interface DeedSectionProps {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

/** One thing that can be changed about somebody. */
export function DeedSection({ id, title, children }: DeedSectionProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-2">
        {title}
      </h2>
      <div className="grid gap-3 border-y border-rule bg-surface px-3 py-3">{children}</div>
    </section>
  );
}
