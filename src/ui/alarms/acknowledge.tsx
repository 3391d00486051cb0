'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type FormEvent, type RefObject, useState } from 'react';
import { mostNoteLength } from '@/core/alarms';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import type { Acknowledged, Alarm } from '../live/views';
import { api } from '../trpc';
import { alarmOf } from './alarm';

interface AcknowledgeProps {
  /** Null: nothing is being acknowledged. */
  readonly alarm: Alarm | null;
  readonly onClose: () => void;
  /** With the alarm as it is then: somebody else may have been first. */
  readonly onDone: (after: Acknowledged) => void;
  /** Where the focus goes once it is done: the button of the row is gone then. */
  readonly line: RefObject<HTMLElement | null>;
}

/** It stands beside the table, not in a row: an alarm that clears meanwhile must not take the typed note with it. */
export function Acknowledge({ alarm, onClose, onDone, line }: AcknowledgeProps) {
  // What is in the dialog stays there until it has gone from the screen.
  const [shown, setShown] = useState(alarm);
  if (alarm !== null && alarm !== shown) setShown(alarm);
  const [isDone, setDone] = useState(false);
  return (
    <Dialog.Root
      open={alarm !== null}
      onOpenChange={(open) => {
        if (open) return;
        setDone(false);
        onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog" finalFocus={() => (isDone ? line.current : null)}>
          {shown === null ? null : (
            <>
              <Dialog.Title>Acknowledge {alarmOf(shown)}</Dialog.Title>
              <AcknowledgeForm
                key={shown.id}
                alarm={shown}
                onDone={(after) => {
                  setDone(true);
                  onDone(after);
                }}
              />
            </>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface AcknowledgeFormProps extends Pick<AcknowledgeProps, 'onDone'> {
  readonly alarm: Alarm;
}

function AcknowledgeForm({ alarm, onDone }: AcknowledgeFormProps) {
  const [note, setNote] = useState('');
  const { isBusy, failure, run } = useDeed();

  function acknowledge(event: FormEvent) {
    event.preventDefault();
    const words = note.trim() === '' ? {} : { note: note.trim() };
    void run(async () => onDone(await api.alarms.acknowledge.mutate({ alarm: alarm.id, ...words })));
  }

  return (
    <form onSubmit={acknowledge} className="mt-3 grid gap-3">
      <p>Your name stands beside it from then on: others see that somebody looks after it.</p>
      <label className="grid gap-1">
        Note, if there is one
        <textarea
          className="field py-1.5"
          rows={3}
          maxLength={mostNoteLength}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </label>
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button type="submit" className="button button-primary" aria-disabled={isBusy}>
          Acknowledge
        </button>
      </div>
    </form>
  );
}
