'use client';

import { roleTitles } from '@/core/access';
import { minute } from '@/core/shown/format';
import { PasswordField } from '../controls/password-field';
import { SendForm } from '../controls/send-form';
import { api, failureOf } from '../trpc';
import { enter } from './enter';
import { type Answer, OpenedLink } from './opened-link';
import { OwnEmail } from './own-email';
import { signIn } from './sign-in';

type Invited = Awaited<ReturnType<typeof api.invitations.open.mutate>>;

interface InvitedProps {
  readonly secret: string;
  readonly invited: Invited;
}

const home = '/devices';

async function open(secret: string): Promise<Answer<Invited>> {
  try {
    return { value: await api.invitations.open.mutate({ secret }) };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

export const Invitation = () => (
  <OpenedLink open={open} ask="Ask whoever invited you to make a new link.">
    {(secret, invited) => (
      <div className="grid gap-4">
        <InvitedTo invited={invited} />
        {invited.hasAccount ? (
          <JoinForm secret={secret} invited={invited} />
        ) : (
          <AcceptForm secret={secret} invited={invited} />
        )}
      </div>
    )}
  </OpenedLink>
);

function InvitedTo({ invited: { invitedBy, role, customers, expiresAt } }: { readonly invited: Invited }) {
  const { title, can } = roleTitles[role];
  return (
    <dl className="facts">
      <dt>Invited by</dt>
      <dd>
        <bdi>{invitedBy}</bdi>
      </dd>
      <dt>As</dt>
      <dd>
        <span className="block">{title}</span>
        <span className="block text-ink-2">{can}</span>
      </dd>
      <dt>For</dt>
      <dd>
        {customers.length === 0
          ? 'Every customer'
          : customers.map((name) => (
              <bdi key={name} className="block">
                {name}
              </bdi>
            ))}
      </dd>
      <dt>Valid until</dt>
      <dd>
        <time dateTime={expiresAt}>{minute(expiresAt)} UTC</time>
      </dd>
    </dl>
  );
}

/** Somebody new: the e-mail is the one that was invited, name and password are theirs to choose. */
function AcceptForm({ secret, invited }: InvitedProps) {
  async function send(form: FormData) {
    const password = String(form.get('password'));
    try {
      const { email } = await api.invitations.accept.mutate({ secret, name: String(form.get('name')), password });
      return enter(email, password, home);
    } catch (error) {
      return failureOf(error);
    }
  }

  return (
    <SendForm words="Accept invitation" busyWords="Accepting" send={send}>
      <OwnEmail email={invited.email} />
      <label className="grid gap-1">
        Your name
        <input className="field" name="name" autoComplete="name" required maxLength={200} />
      </label>
      <PasswordField label="Password" name="password" isNew />
    </SendForm>
  );
}

/** Somebody who is here already: whoever holds the link has to show that they are that person. */
function JoinForm({ secret, invited }: InvitedProps) {
  async function send(form: FormData) {
    const refused = await signIn(invited.email, String(form.get('password')));
    if (refused !== null) return refused;
    try {
      await api.invitations.join.mutate({ secret });
    } catch (error) {
      return failureOf(error);
    }
    location.assign(home);
    return null;
  }

  return (
    <SendForm words="Sign in and accept" busyWords="Accepting" send={send}>
      <p>You have an account. Sign in with its password, and what this invitation is for is added to it.</p>
      <OwnEmail email={invited.email} />
      <PasswordField label="Password" name="password" />
    </SendForm>
  );
}
