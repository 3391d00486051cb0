'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type RefObject, useState } from 'react';
import { type MadeLink, OneTimeLink } from './one-time-link';

interface LinkDialogProps {
  readonly title: string;
  readonly label: string;
  readonly to: string;
  /** `null`: none has been made, so nothing is open. */
  readonly made: MadeLink | null;
  readonly onClose: () => void;
  /** Where the focus goes afterwards. */
  readonly focusAfter: RefObject<HTMLElement | null>;
}

/** Shows a link until it is closed on purpose: a press beside the dialog must not lose what is shown once. */
export function LinkDialog({ title, label, to, made, onClose, focusAfter }: LinkDialogProps) {
  // What was shown stays while the dialog fades.
  const [last, setLast] = useState(made);
  if (made !== null && made !== last) setLast(made);
  return (
    <Dialog.Root open={made !== null} onOpenChange={(open) => (open ? undefined : onClose())} disablePointerDismissal>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog dialog-wide" finalFocus={focusAfter}>
          <Dialog.Title>{title}</Dialog.Title>
          <div className="mt-3 grid gap-3">
            {last ? <OneTimeLink label={label} to={to} made={last} /> : null}
            <div className="flex justify-end">
              <Dialog.Close className="button">Close</Dialog.Close>
            </div>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
