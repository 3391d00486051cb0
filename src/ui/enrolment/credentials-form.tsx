'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { type Account, accounts, accountTitles } from '@/core/enrolment/accounts';
import { counted } from '@/core/shown/format';
import { SendForm } from '../controls/send-form';
import { api, failureOf } from '../trpc';
import type { CredentialSet } from './enrolment';
import { RouterPasswordField } from './router-password-field';
import { TextField } from './text-field';

interface CredentialsFormProps {
  readonly customer: string;
  /** Those that are changed; null for new ones. */
  readonly changed: CredentialSet | null;
  readonly onDone: (name: string) => void;
}

/** What is to become of one account: it is left as it is, typed anew, or taken out. */
type Fate = 'stays' | 'given' | 'removed';

export function CredentialsForm({ customer, changed, onDone }: CredentialsFormProps) {
  const [name, setName] = useState(changed?.name ?? '');
  const [fates, setFates] = useState<Readonly<Record<Account, Fate>>>({
    read: changed === null ? 'given' : 'stays',
    write: 'stays',
    test: 'stays',
  });

  async function send(form: FormData) {
    const given = (account: Account) =>
      fates[account] === 'given'
        ? { name: String(form.get(`${account}-name`)), password: String(form.get(`${account}-password`)) }
        : undefined;
    const optional = (account: 'write' | 'test') => (fates[account] === 'removed' ? null : given(account));
    const [read, write, test] = [given('read'), optional('write'), optional('test')];
    const named = { customer, name: name.trim() };
    try {
      if (changed !== null)
        await api.credentials.replace.mutate({ ...named, credentials: changed.id, read, write, test });
      else if (read !== undefined)
        await api.credentials.add.mutate({ ...named, read, write: write ?? undefined, test: test ?? undefined });
      onDone(named.name);
      return null;
    } catch (error) {
      return failureOf(error);
    }
  }

  return (
    <div className="mt-3">
      <SendForm
        words={changed === null ? 'Keep credentials' : `Save ${changed.name}`}
        busyWords={changed === null ? 'Keeping' : 'Saving'}
        send={send}
        wayOut={<Dialog.Close className="button">Cancel</Dialog.Close>}
      >
        {changed === null ? null : (
          <p>
            {changed.devices === 0 ? 'No device' : counted(changed.devices, 'device')}{' '}
            {changed.devices > 1 ? 'use' : 'uses'} them. An account that is replaced or taken out is forgotten.
          </p>
        )}
        <TextField label="Name" value={name} onChange={setName} maxLength={64} isRequired />
        {accounts.map((account) => (
          <AccountPart
            key={account}
            account={account}
            isThere={changed?.accounts.includes(account) ?? false}
            fate={fates[account]}
            onFate={(fate) => setFates({ ...fates, [account]: fate })}
          />
        ))}
      </SendForm>
    </div>
  );
}

const about = {
  read: 'What every read and every look at a device is done with.',
  write: 'What changes will be made with: reads never use it.',
  test: 'What a bandwidth test tells the router at the other end. Nothing else uses it.',
} as const satisfies Record<Account, string>;

interface AccountPartProps {
  readonly account: Account;
  /** Whether the set has it already. */
  readonly isThere: boolean;
  readonly fate: Fate;
  readonly onFate: (fate: Fate) => void;
}

function AccountPart({ account, isThere, fate, onFate }: AccountPartProps) {
  const title = `A${accountTitles[account].slice(1)}`;
  const choices: readonly (readonly [Fate, string])[] = [
    ['stays', isThere ? 'Stays as it is' : 'None'],
    ['given', isThere ? 'Replace it' : 'Add one'],
    ...(isThere && account !== 'read' ? [['removed', 'Take it out'] as const] : []),
  ];
  return (
    <fieldset className="grid gap-2 border-t border-rule pt-3">
      <legend className="float-left font-medium">{title}</legend>
      <p className="text-ink-2">{about[account]}</p>
      {/* New credentials have one that reads: there is nothing to choose. */}
      {account === 'read' && !isThere ? null : (
        <div className="flex flex-wrap gap-x-5">
          {choices.map(([choice, words]) => (
            <label key={choice} className="tick">
              <input
                type="radio"
                name={`${account}-fate`}
                className="size-4 flex-none accent-accent"
                checked={fate === choice}
                onChange={() => onFate(choice)}
              />
              {words}
            </label>
          ))}
        </div>
      )}
      {fate === 'given' ? <GivenFields account={account} /> : null}
    </fieldset>
  );
}

const prefixes = { read: '', write: 'Write ', test: 'Test ' } as const satisfies Record<Account, string>;

function GivenFields({ account }: { readonly account: Account }) {
  const [name, setName] = useState('');
  const label = account === 'read' ? 'Account name' : `${prefixes[account]}account name`;
  return (
    <>
      <TextField
        label={label}
        name={`${account}-name`}
        value={name}
        onChange={setName}
        maxLength={64}
        isRequired
        isMono
      />
      <RouterPasswordField
        name={`${account}-password`}
        label={account === 'read' ? 'Password' : `${prefixes[account]}password`}
      />
    </>
  );
}
