'use client';

import { Dialog } from '@base-ui/react/dialog';
import type { FormEvent } from 'react';
import { counted } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';

type Named = readonly { readonly name: string }[];

/** `spare-cpe`, `2 devices`. */
export const namesOf = (devices: Named): string =>
  devices.length === 1 ? (devices[0]?.name ?? '') : counted(devices.length, 'device');

export const archivedWords = (devices: Named): string =>
  `${namesOf(devices)} archived. The page “Enrol devices” can bring ${devices.length === 1 ? 'it' : 'them'} back.`;

interface ArchiveDevicesProps {
  readonly devices: Named;
  readonly archive: () => Promise<void>;
}

/** What archiving does, said before it is done. */
export function ArchiveDevices({ devices, archive }: ArchiveDevicesProps) {
  const { isBusy, failure, run } = useDeed();
  const isOne = devices.length === 1;

  function submit(event: FormEvent) {
    event.preventDefault();
    void run(archive);
  }

  return (
    <form onSubmit={submit} className="mt-3 grid gap-3">
      <ul className="list-disc pl-5">
        <li>
          {isOne ? 'It is' : 'They are'} in no list any more, and nobody asks how {isOne ? 'it is' : 'they are'}.
        </li>
        <li>Nothing is deleted: runs, sessions and the audit log keep everything.</li>
        <li>
          {isOne ? 'Its name stays' : 'Their names stay'} taken, and {isOne ? 'it' : 'each'} can be brought back at the
          end of the page “Enrol devices”.
        </li>
        <li>Nothing is sent to a router.</li>
      </ul>
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button type="submit" className="button button-primary" aria-disabled={isBusy}>
          Archive {namesOf(devices)}
        </button>
      </div>
    </form>
  );
}
