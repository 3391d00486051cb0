'use client';

import type { RefObject } from 'react';

interface SaidProps {
  /** Empty while there is nothing to say. */
  readonly words: string;
  readonly at: RefObject<HTMLParagraphElement | null>;
}

/**
 * What a change came to. When the control that was pressed goes away with what it changed, this line takes the focus, so
 * nobody is thrown back to the top of the page.
 */
export function Said({ words, at }: SaidProps) {
  return (
    <p ref={at} role="status" tabIndex={-1} className={words === '' ? 'sr-only' : 'notice'}>
      {words}
    </p>
  );
}
