'use client';

import { useEffect, useRef } from 'react';
import { PasswordField } from '../controls/password-field';
import { SendForm } from '../controls/send-form';
import { enter } from '../sign-in/enter';
import { api, failureOf } from '../trpc';
import type { Proven } from './proof-form';

interface FirstAdminFormProps {
  readonly proven: Proven;
  readonly onBack: () => void;
}

export function FirstAdminForm({ proven: { token, publicUrl }, onBack }: FirstAdminFormProps) {
  const first = useRef<HTMLInputElement>(null);
  // The first step took the focus away with it.
  useEffect(() => first.current?.focus(), []);

  async function send(form: FormData) {
    const field = (name: string) => String(form.get(name));
    const password = field('password');
    try {
      const { email } = await api.setup.finish.mutate({
        token,
        name: field('name'),
        email: field('email'),
        password,
        publicUrl: publicUrl ?? field('publicUrl'),
      });
      return enter(email, password, '/welcome');
    } catch (error) {
      return failureOf(error);
    }
  }

  return (
    <section aria-labelledby="setup-step" className="grid gap-3">
      <h2 id="setup-step">Step 2 of 2: The first Super Admin</h2>
      <p>A Super Admin may do everything, for every customer. The others are invited afterwards.</p>
      <SendForm words="Create Super Admin and sign in" busyWords="Creating" send={send}>
        <label className="grid gap-1">
          Name
          <input className="field" ref={first} name="name" autoComplete="name" required maxLength={200} />
        </label>
        <label className="grid gap-1">
          E-mail
          <input className="field" type="email" name="email" autoComplete="username" required maxLength={254} />
        </label>
        <PasswordField label="Password" name="password" isNew />
        <PublicAddress fixed={publicUrl} />
      </SendForm>
      <button type="button" className="button button-quiet" onClick={onBack}>
        Enter another setup token
      </button>
    </section>
  );
}

function PublicAddress({ fixed }: { readonly fixed: string | null }) {
  const purpose = 'It stands in the links you hand out and in the tokens of programs, so everybody has to reach it.';
  if (fixed !== null)
    return (
      <div className="grid gap-1">
        <p>
          Address that people open
          <span className="mono block break-words">{fixed}</span>
        </p>
        <p className="text-ink-2">{purpose} It is set where this machine is started, by ROUTEWARD_URL.</p>
      </div>
    );
  return (
    <div className="grid gap-1">
      <label htmlFor="public-url">Address that people open</label>
      <input
        className="field mono"
        id="public-url"
        type="url"
        name="publicUrl"
        autoComplete="off"
        required
        maxLength={200}
        defaultValue={location.origin}
        aria-describedby="public-url-purpose"
      />
      <p className="text-ink-2" id="public-url-purpose">
        {purpose}
      </p>
    </div>
  );
}
