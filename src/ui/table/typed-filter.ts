'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, useTransition } from 'react';
import { useSingleKeys } from '../single-keys';

/** Long enough that a word is one request, and one audit entry, instead of five. */
const pauseMs = 350;

/**
 * The box above a list whose filter is the page's address: the text in it, and how an address is shown, at once or when
 * typing has paused. `/` brings the focus to `input`.
 */
export function useTypedFilter(q: string) {
  const router = useRouter();
  const [text, setText] = useState(q);
  const [isWaiting, startWaiting] = useTransition();
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useSingleKeys({
    '/': (event) => {
      event.preventDefault();
      input.current?.focus();
    },
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    // The address was changed elsewhere (a tag in a row, "Clear"); while somebody types here the text is theirs.
    if (document.activeElement !== input.current) setText(q);
  }, [q]);

  const calm = () => clearTimeout(timer.current);
  return {
    text,
    setText,
    input,
    isWaiting,
    /** What was to be shown when typing has paused is not. */
    calm,
    show: (address: string) => {
      calm();
      startWaiting(() => router.replace(address));
    },
    soon: (work: () => void) => {
      calm();
      timer.current = setTimeout(work, pauseMs);
    },
  };
}
