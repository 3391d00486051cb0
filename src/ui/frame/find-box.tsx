'use client';

import { useEffect, useRef } from 'react';
import { mostSoughtLength } from '@/core/lookup/subject';

/** One box for everything, on every page. Ctrl K (on a Mac also ⌘ K) brings the focus here. It works without a script. */
export function FindBox({ customer }: { readonly customer: string | null }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      if (document.querySelector('[role=dialog]') !== null) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <search className="find">
      <form action="/search">
        {customer === null ? null : <input type="hidden" name="customer" value={customer} />}
        <input
          ref={input}
          name="q"
          type="search"
          required
          autoComplete="off"
          spellCheck={false}
          maxLength={mostSoughtLength}
          aria-label="Find a device, site, session or subscriber"
          placeholder="Find a device, site, session or subscriber"
        />
        <kbd className="key">Ctrl K</kbd>
      </form>
    </search>
  );
}
