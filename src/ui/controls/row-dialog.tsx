'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useState } from 'react';

interface RowDialogProps {
  readonly words: string;
  /** Which row the button is of, for people who cannot see it. */
  readonly about: string;
  readonly title: string;
  /** Where the focus goes afterwards; `null`: back to the button. */
  readonly focusAfter?: () => HTMLElement | null;
  /** Called when it is gone from the screen. */
  readonly onClosed?: () => void;
  /** What is in the dialog; `close` is for when it is done. */
  readonly children: (close: () => void) => ReactNode;
}

/** A button in a row that opens a dialog about what is in the row. */
export function RowDialog({ words, about, title, focusAfter = () => null, onClosed, children }: RowDialogProps) {
  const [isShown, setShown] = useState(false);
  return (
    <Dialog.Root
      open={isShown}
      onOpenChange={setShown}
      onOpenChangeComplete={(open) => (open ? undefined : onClosed?.())}
    >
      <Dialog.Trigger className="button button-row">
        {words}
        <span className="sr-only"> {about}</span>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog" finalFocus={focusAfter}>
          <Dialog.Title>{title}</Dialog.Title>
          {children(() => setShown(false))}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
