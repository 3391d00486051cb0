'use client';

import { Dialog } from '@base-ui/react/dialog';
import { may, type Role } from '@/core/access';
import { navigationFor } from './navigation-items';

interface KeySheetProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly singleKeys: boolean;
  readonly onSingleKeysChange: (on: boolean) => void;
  readonly role: Role;
}

type Shortcut = readonly [keys: string, meaning: string];

function shortcutsOf(role: Role): readonly Shortcut[] {
  return [
    ['Ctrl K', 'Find anything'],
    ['/', 'Go to the filter'],
    ['j', 'Next row'],
    ['k', 'Previous row'],
    ...(may(role, 'session.run') ? [['x', 'Select the row'] satisfies Shortcut] : []),
    ['Enter', 'Open the row'],
    ['?', 'This sheet'],
    ...navigationFor(role).map(({ key, title }): Shortcut => [`g ${key}`, `Go to ${title.toLowerCase()}`]),
  ];
}

export function KeySheet({ open, onOpenChange, singleKeys, onSingleKeysChange, role }: KeySheetProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog">
          <Dialog.Title>Keyboard shortcuts</Dialog.Title>
          <dl className="facts my-3">
            {shortcutsOf(role).map(([keys, meaning]) => (
              <div key={keys} className="contents">
                <dt className="flex gap-1">
                  {keys.split(' ').map((key) => (
                    <kbd key={key} className="key">
                      {key}
                    </kbd>
                  ))}
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
          <div className="flex flex-wrap items-center justify-between gap-2 border-t border-rule pt-3">
            <label className="tick">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={singleKeys}
                onChange={(event) => onSingleKeysChange(event.currentTarget.checked)}
              />
              Single-key shortcuts are on
            </label>
            <Dialog.Close className="button">Close</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
