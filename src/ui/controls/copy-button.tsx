'use client';

import { useEffect, useState } from 'react';

type Copied = 'idle' | 'done' | 'refused';
const answers: Readonly<Record<Exclude<Copied, 'idle'>, string>> = { done: 'Copied', refused: 'Select and copy' };

interface CopyButtonProps {
  /** What is copied, or how to tell at that moment. */
  readonly text: string | (() => string);
  /** What it says before it is pressed. */
  readonly words?: string;
  readonly label?: string;
}

export function CopyButton({ text, words = 'Copy', label }: CopyButtonProps) {
  const [copied, setCopied] = useState<Copied>('idle');

  useEffect(() => {
    if (copied === 'idle') return;
    const timer = setTimeout(() => setCopied('idle'), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
      setCopied('done');
    } catch {
      // A browser may withhold the clipboard (no focus, plain HTTP): the text can still be selected by hand.
      setCopied('refused');
    }
  }

  return (
    <button type="button" className="button" onClick={copy}>
      <span aria-live="polite">{copied === 'idle' ? words : answers[copied]}</span>
      {label ? <span className="sr-only">{label}</span> : null}
    </button>
  );
}
