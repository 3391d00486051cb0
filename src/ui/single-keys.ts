'use client';

import { useEffect, useRef } from 'react';

type Handlers = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const typing = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]';
const floating = '[role=menu], [role=dialog], [role=listbox]';

/** Whether single keys mean something now: switched on, no modifier, nobody is typing, nothing floats over the page. */
function heard(event: KeyboardEvent): boolean {
  if (document.documentElement.dataset.keys === 'off') return false;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  const target = event.target instanceof Element ? event.target : null;
  return !target?.closest(typing) && document.querySelector(floating) === null;
}

/**
 * Calls the handler of a single key (`j`) or of two in a row (`g d`, within a second).
 * One switch in the person menu turns all of them off (WCAG 2.1.4).
 */
export function useSingleKeys(handlers: Handlers): void {
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });

  useEffect(() => {
    let prefix = { key: '', at: 0 };
    function onKeyDown(event: KeyboardEvent) {
      if (!heard(event)) return;
      const two = event.timeStamp - prefix.at < 1000 ? `${prefix.key} ${event.key}` : event.key;
      prefix = { key: event.key, at: event.timeStamp };
      (current.current[two] ?? current.current[event.key])?.(event);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
