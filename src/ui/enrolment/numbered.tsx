import type { ReactNode } from 'react';

interface NumberedProps {
  /** What an address can point to. */
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

/** One of the things to be done, in their order. */
export function Numbered({ id, title, children }: NumberedProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="grid gap-3 border-t border-rule px-4 py-4">
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}
