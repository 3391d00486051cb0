'use client';

import { useEffect, useRef, useState } from 'react';

/** Whoever listens instead of looking is not talked over: at most every ten seconds, and the end at once (WCAG 4.1.3). */
const everyMs = 10_000;

export function Calm({ words, isFinal }: { readonly words: string; readonly isFinal: boolean }) {
  const [said, setSaid] = useState('');
  const latest = useRef(words);
  useEffect(() => {
    latest.current = words;
  });
  useEffect(() => {
    if (isFinal) return;
    const timer = setInterval(() => setSaid(latest.current), everyMs);
    return () => clearInterval(timer);
  }, [isFinal]);
  return (
    <p className="sr-only" role="status">
      {isFinal ? words : said}
    </p>
  );
}
