'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { SendForm } from '../controls/send-form';
import { api, failureOf } from '../trpc';
import { TextField } from './text-field';

interface ReplaceHardwareProps {
  readonly device: string;
  readonly onDone: (words: string) => Promise<void>;
}

/** Another router in the place of this one: a certificate is the router's own, so it is compared anew. */
export function ReplaceHardware({ device, onDone }: ReplaceHardwareProps) {
  const [typed, setTyped] = useState('');

  async function send() {
    const fingerprint = typed.trim() || null;
    try {
      await api.connections.replaceHardware.mutate({ device, fingerprint });
      // Nobody waits for the usual minute to see what the new router shows.
      await api.connections.examine.mutate({ device });
      await onDone(
        fingerprint === null
          ? 'The hardware is replaced. The certificate of the new router is to be confirmed.'
          : 'The hardware is replaced. The new router is asked how it is now.',
      );
      return null;
    } catch (error) {
      return failureOf(error);
    }
  }

  return (
    <div className="mt-3">
      <SendForm
        words="Replace hardware"
        busyWords="Replacing"
        send={send}
        wayOut={<Dialog.Close className="button">Cancel</Dialog.Close>}
      >
        <ul className="list-disc pl-5">
          <li>The confirmed certificate is forgotten, and the one of the new router must be confirmed.</li>
          <li>Until then no password is sent to it.</li>
          <li>Name, history, sessions and runs stay with the device.</li>
          <li>Nothing is changed on a router.</li>
        </ul>
        <TextField
          label="Fingerprint of the new certificate"
          value={typed}
          onChange={setTyped}
          maxLength={120}
          isMono
          hint="SHA-256, if you have it at hand: then nothing is left to be confirmed."
        />
      </SendForm>
    </div>
  );
}
