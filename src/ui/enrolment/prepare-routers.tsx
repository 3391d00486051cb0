'use client';

import { useEffect, useState } from 'react';
import { fingerprintLine, type RouterOsMajor, routerLines } from '@/core/enrolment/router-lines';
import { addressOf, isAccount, isAddress, makePassword } from './account';
import { KeepAccount } from './keep-account';
import { LinesToPaste } from './lines-to-paste';
import { TextField } from './text-field';

interface PrepareRoutersProps {
  readonly customer: string;
  /** What the customer's credentials are called. */
  readonly names: readonly string[];
  readonly onKept: (credentials: string) => void;
}

const freshPassword = (): string => makePassword((bytes) => crypto.getRandomValues(bytes));

/** The lines for a router, made of what is typed. Nothing of them is sent anywhere before the account is kept. */
export function PrepareRouters({ customer, names, onKept }: PrepareRoutersProps) {
  const [from, setFrom] = useState('');
  const [account, setAccount] = useState('routeward-read');
  const [password, setPassword] = useState('');
  const [major, setMajor] = useState<RouterOsMajor>(7);
  // Whoever renders the page on the server knows neither the address it is seen at nor a password.
  useEffect(() => {
    setFrom((typed) => (typed === '' ? addressOf(location.hostname) : typed));
    setPassword((typed) => (typed === '' ? freshPassword() : typed));
  }, []);
  const isWhole = isAccount(account) && password !== '';

  return (
    <>
      <p className="max-w-prose">
        These lines give a router a certificate for its API and an account that may read and ping, and nothing else. You
        paste them into its terminal; Routeward never sends them.
      </p>
      <div className="grid max-w-[760px] gap-3 desk:grid-cols-2">
        <TextField
          label="Our address as routers see it"
          value={from}
          onChange={setFrom}
          maxLength={64}
          isMono
          hint="An IP address, or a network such as 192.0.2.0/24. From anywhere else the account is of no use."
        />
        <TextField label="Account name" value={account} onChange={setAccount} maxLength={51} isMono />
        <div className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <TextField label="Password" value={password} onChange={setPassword} maxLength={128} isMono />
          </div>
          <button type="button" className="button" onClick={() => setPassword(freshPassword())}>
            Make another
          </button>
        </div>
        <VersionChoice major={major} onChange={setMajor} />
      </div>
      {isAddress(from) && isWhole ? (
        <LinesToPaste lines={routerLines(major, { from, account, password })} label="the lines for the router" />
      ) : (
        <p className="notice">{missing(from, account)}</p>
      )}
      <p className="max-w-prose">
        Afterwards this line prints the fingerprint of the certificate, to be compared under 4:
      </p>
      <LinesToPaste lines={[fingerprintLine]} label="the line that prints the fingerprint" />
      <KeepAccount
        customer={customer}
        names={names}
        account={isWhole ? { name: account, password } : null}
        onKept={onKept}
      />
    </>
  );
}

const accountWords = 'Letters, digits, dot, hyphen and underscore, at most 51';

function missing(from: string, account: string): string {
  if (from === '')
    return 'The lines come once our address is filled in: the one that a router sees, not this page’s name.';
  if (!isAddress(from)) return 'Our address is not an IP address, nor a network: there are no lines for that.';
  return isAccount(account)
    ? 'The lines come once there is a password.'
    : `An account name has: ${accountWords.toLowerCase()}.`;
}

interface VersionChoiceProps {
  readonly major: RouterOsMajor;
  readonly onChange: (major: RouterOsMajor) => void;
}

const VersionChoice = ({ major, onChange }: VersionChoiceProps) => (
  <fieldset>
    <legend className="mb-1">The router runs</legend>
    <div className="flex flex-wrap gap-x-5">
      {([7, 6] as const).map((one) => (
        <label key={one} className="tick">
          <input
            type="radio"
            name="major"
            className="size-4 flex-none accent-accent"
            checked={one === major}
            onChange={() => onChange(one)}
          />
          RouterOS {one}
        </label>
      ))}
    </div>
  </fieldset>
);
