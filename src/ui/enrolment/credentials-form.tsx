'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { counted } from '@/core/shown/format';
import { SendForm } from '../controls/send-form';
import { api, failureOf } from '../trpc';
import type { CredentialSet } from './enrolment';
import { RouterPasswordField } from './router-password-field';
import { TextField } from './text-field';

interface CredentialsFormProps {
  readonly customer: string;
  /** Those that the account takes the place of; null for new ones. */
  readonly replaced: CredentialSet | null;
  readonly onDone: (name: string) => void;
}

export function CredentialsForm({ customer, replaced, onDone }: CredentialsFormProps) {
  const [name, setName] = useState(replaced?.name ?? '');
  const [account, setAccount] = useState('');

  async function send(form: FormData) {
    const read = { name: account, password: String(form.get('password')) };
    const named = { customer, name: name.trim(), read };
    try {
      if (replaced === null) await api.credentials.add.mutate(named);
      else await api.credentials.replace.mutate({ ...named, credentials: replaced.id });
      onDone(named.name);
      return null;
    } catch (error) {
      return failureOf(error);
    }
  }

  return (
    <div className="mt-3">
      <SendForm
        words={replaced === null ? 'Keep credentials' : 'Replace credentials'}
        busyWords={replaced === null ? 'Keeping' : 'Replacing'}
        send={send}
        wayOut={<Dialog.Close className="button">Cancel</Dialog.Close>}
      >
        {replaced === null ? null : (
          <p>
            {replaced.devices === 0 ? 'No device' : counted(replaced.devices, 'device')}{' '}
            {replaced.devices > 1 ? 'use' : 'uses'} them. The account before is forgotten.
          </p>
        )}
        <TextField label="Name" value={name} onChange={setName} maxLength={64} isRequired />
        <TextField label="Account name" value={account} onChange={setAccount} maxLength={64} isRequired isMono />
        <RouterPasswordField />
      </SendForm>
    </div>
  );
}
