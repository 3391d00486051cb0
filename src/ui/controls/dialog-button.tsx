'use client';

import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useState } from 'react';

interface DialogButtonProps {
  readonly words: string;
  readonly title: string;
  /** Without its button, a dialog that is open already stays, with what was filled in. */
  readonly isHidden?: boolean;
  readonly isWide?: boolean;
  /** What is in the dialog; `close` is for when it is done. */
  readonly children: (close: () => void) => ReactNode;
}

/** A button that opens a dialog. */
export function DialogButton({ words, title, isHidden = false, isWide = false, children }: DialogButtonProps) {
  const [isShown, setShown] = useState(false);
  return (
    <Dialog.Root open={isShown} onOpenChange={setShown}>
      <Dialog.Trigger className="button" hidden={isHidden}>
        {words}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className={isWide ? 'dialog dialog-wide' : 'dialog'}>
          <Dialog.Title>{title}</Dialog.Title>
          {children(() => setShown(false))}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
