'use client';

import { useEffect, useState } from 'react';
import type { Extra } from '@/core/enrolment/accounts';
import { fingerprintLine, type RouterOsMajor, routerLines } from '@/core/enrolment/router-lines';
import { Tick } from '../controls/tick';
import { addressOf, isAccount, isAddress } from './account';
import { AccountFields, freshPassword, type TypedAccount } from './account-fields';
import { KeepAccount } from './keep-account';
import { LinesToPaste } from './lines-to-paste';
import { TextField } from './text-field';

interface PrepareRoutersProps {
  readonly customer: string;
  /** What the customer's credentials are called. */
  readonly names: readonly string[];
  readonly onKept: (credentials: string) => void;
}

const extras = {
  backup: 'It may save backups too, which hold every secret of the router',
  reboot: 'It may restart the router too',
} as const satisfies Record<Extra, string>;
// safe: `extras` is a literal; its keys are exactly the extras.
const everyExtra = Object.keys(extras) as Extra[];

/** The lines for a router, made of what is typed. Nothing of them is sent anywhere before the accounts are kept. */
export function PrepareRouters({ customer, names, onKept }: PrepareRoutersProps) {
  const [from, setFrom] = useState('');
  const [read, setRead] = useState<TypedAccount>({ name: 'routeward-read', password: '' });
  const [watches, setWatches] = useState(false);
  const [write, setWrite] = useState<(TypedAccount & { extras: readonly Extra[] }) | null>(null);
  const [test, setTest] = useState<(TypedAccount & { peers: string }) | null>(null);
  const [major, setMajor] = useState<RouterOsMajor>(7);
  // Whoever renders the page on the server knows neither the address it is seen at nor a password.
  useEffect(() => {
    setFrom((typed) => (typed === '' ? addressOf(location.hostname) : typed));
    setRead((typed) => (typed.password === '' ? { ...typed, password: freshPassword() } : typed));
  }, []);
  const typed = [read, ...(write ? [write] : []), ...(test ? [test] : [])];
  const trouble = missing(from, typed, test?.peers ?? '');
  const others = { ...(write ? { write } : {}), ...(test ? { test } : {}) };

  return (
    <>
      <p className="max-w-prose">
        These lines give a router a certificate for its API and accounts that may what is chosen here, and nothing else.
        You paste them into its terminal; Routeward never sends them.
      </p>
      <div className="grid max-w-[760px] gap-3 desk:grid-cols-2">
        <TextField
          label="Our address as routers see it"
          value={from}
          onChange={setFrom}
          maxLength={64}
          isMono
          hint="An IP address, or a network such as 192.0.2.0/24. From anywhere else the accounts are of no use."
        />
        <VersionChoice major={major} onChange={setMajor} />
        <AccountFields of={null} value={read} onChange={setRead} />
      </div>
      <Tick checked={watches} onChange={setWatches}>
        It may run torch and the sniffer too, which see who talks to whom
      </Tick>
      <Tick
        checked={write !== null}
        onChange={(isOn) => setWrite(isOn ? { name: 'routeward-write', password: freshPassword(), extras: [] } : null)}
      >
        And an account that writes: changes will be made with it, never reads
      </Tick>
      {write ? (
        <div className="grid max-w-[760px] gap-3 pl-6 desk:grid-cols-2">
          <AccountFields of="Write" value={write} onChange={(value) => setWrite({ ...write, ...value })} />
          {everyExtra.map((extra) => (
            <Tick
              key={extra}
              checked={write.extras.includes(extra)}
              onChange={(isOn) =>
                setWrite({
                  ...write,
                  extras: everyExtra.filter((one) => (one === extra ? isOn : write.extras.includes(one))),
                })
              }
            >
              {extras[extra]}
            </Tick>
          ))}
        </div>
      ) : null}
      <Tick
        checked={test !== null}
        onChange={(isOn) => setTest(isOn ? { name: 'routeward-test', password: freshPassword(), peers: '' } : null)}
      >
        And an account for bandwidth tests: the testing router is told this one, and no other
      </Tick>
      {test ? (
        <div className="grid max-w-[760px] gap-3 pl-6 desk:grid-cols-2">
          <AccountFields of="Test" value={test} onChange={(value) => setTest({ ...test, ...value })} />
          <TextField
            label="Network of the testing routers"
            value={test.peers}
            onChange={(peers) => setTest({ ...test, peers })}
            maxLength={64}
            isMono
            hint="From there, and from our address, the account can be used. Empty: from our address alone."
          />
        </div>
      ) : null}
      {trouble === null ? (
        <LinesToPaste
          lines={routerLines(major, { from, read: { ...read, watches }, ...others })}
          label="the lines for the router"
        />
      ) : (
        <p className="notice">{trouble}</p>
      )}
      <p className="max-w-prose">
        Afterwards this line prints the fingerprint of the certificate, to be compared under 4:
      </p>
      <LinesToPaste lines={[fingerprintLine]} label="the line that prints the fingerprint" />
      <KeepAccount
        customer={customer}
        names={names}
        accounts={
          typed.every(isWhole)
            ? {
                read: loginOf(read),
                ...(write ? { write: loginOf(write) } : {}),
                ...(test ? { test: loginOf(test) } : {}),
              }
            : null
        }
        onKept={onKept}
      />
    </>
  );
}

const loginOf = ({ name, password }: TypedAccount): TypedAccount => ({ name, password });
const isWhole = ({ name, password }: TypedAccount): boolean => isAccount(name) && password !== '';

/** Why there are no lines yet; null: there are. */
function missing(from: string, typed: readonly TypedAccount[], peers: string): string | null {
  if (from === '')
    return 'The lines come once our address is filled in: the one that a router sees, not this page’s name.';
  if (!isAddress(from)) return 'Our address is not an IP address, nor a network: there are no lines for that.';
  if (!typed.every(({ name }) => isAccount(name)))
    return 'An account name has: letters, digits, dot, hyphen and underscore, at most 51.';
  if (new Set(typed.map(({ name }) => name)).size < typed.length) return 'Each account needs a name of its own.';
  if (peers !== '' && !isAddress(peers))
    return 'The network of the testing routers is not one: there are no lines for that.';
  return typed.every(isWhole) ? null : 'The lines come once there is a password.';
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
