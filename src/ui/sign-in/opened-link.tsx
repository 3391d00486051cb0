'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import type { Failure } from '../request';
import { useTakenHash } from './hash';

/** What was asked for, or why it was not given. */
export type Answer<Value> = { readonly value: Value } | { readonly failure: Failure };

interface OpenedLinkProps<Value> {
  /** Looks up what the link is for, without spending it. The same function every time. */
  readonly open: (secret: string) => Promise<Answer<Value>>;
  /** Who can make another one. */
  readonly ask: string;
  readonly children: (secret: string, value: Value) => ReactNode;
}

/** A page that opens with a link: it holds nothing until the server has said what the secret in its address is for. */
export function OpenedLink<Value>({ open, ask, children }: OpenedLinkProps<Value>) {
  const secret = useTakenHash();
  const [opened, setOpened] = useState<{ readonly secret: string; readonly answer: Answer<Value> } | null>(null);
  useEffect(() => {
    if (!secret) return;
    let isWanted = true;
    void open(secret).then((answer) => {
      if (isWanted) setOpened({ secret, answer });
    });
    return () => {
      isWanted = false;
    };
  }, [secret, open]);

  if (secret === '')
    return (
      <p role="alert">
        The address of this page lacks the part behind the # sign. Open the whole link that you were given.
      </p>
    );
  // Another link may have been pasted over the first one.
  if (opened === null || opened.secret !== secret)
    return (
      <p className="text-ink-2" role="status">
        Looking the link up.
      </p>
    );
  const { answer } = opened;
  if ('value' in answer) return children(secret, answer.value);
  return (
    <div className="grid gap-3">
      <FailureNotice failure={answer.failure} />
      <p>{ask}</p>
    </div>
  );
}
