'use client';

import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { FailureNotice } from '../controls/failure-notice';
import type { Failure } from '../request';
import { failureOf } from '../trpc';

interface WordsFormProps {
  readonly label: string;
  readonly placeholder: string;
  /** What it does, in the words of the button. */
  readonly button: string;
  readonly onWords: (text: string) => Promise<void>;
}

/** Words for the log. They stay in the field until the server has them; Ctrl Enter sends them too. */
export function WordsForm({ label, placeholder, button, onWords }: WordsFormProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function send(event?: FormEvent) {
    event?.preventDefault();
    if (text.trim() === '' || isBusy) return;
    setBusy(true);
    setFailure(null);
    try {
      await onWords(text);
      // What was typed meanwhile is the beginning of the next.
      setText((now) => (now === text ? '' : now));
      field.current?.focus();
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
  }

  return (
    <form className="words" onSubmit={send}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        className="field"
        rows={2}
        required
        maxLength={4000}
        value={text}
        placeholder={placeholder}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" className="button" disabled={isBusy || text.trim() === ''}>
        {button}
      </button>
      {failure ? <FailureNotice failure={failure} /> : null}
    </form>
  );
}
