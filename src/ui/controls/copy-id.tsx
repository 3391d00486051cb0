'use client';

import { useState } from 'react';

/** A long id by its first eight characters; pressing it copies the whole of it. */
export function CopyId({ id, what }: { readonly id: string; readonly what: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className="copy-id"
      onBlur={() => setCopied(false)}
      onClick={() =>
        navigator.clipboard.writeText(id).then(
          () => setCopied(true),
          () => setCopied(false),
        )
      }
    >
      <span className="sr-only">Copy {what} </span>
      {id.slice(0, 8)}
      <span aria-live="polite">{copied ? ' copied' : ''}</span>
    </button>
  );
}
