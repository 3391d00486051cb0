import { createContext, useContext, useEffect, useState } from 'react';
import type { CapableDevice } from '../live/views';
import { api } from '../trpc';

/** The device that an action is run on: the other end is another one of the same customer. */
export const PeersOf = createContext<Pick<CapableDevice, 'id' | 'customer'> | null>(null);

interface PeerFieldProps {
  readonly id: string;
  readonly value: string;
  readonly onType: (device: string) => void;
  readonly described: Readonly<Record<string, string | boolean>>;
}

interface Peer {
  readonly id: string;
  readonly name: string;
  readonly isAble: boolean;
}

/** Of a customer with more devices the first by name are offered: a list has to end somewhere. */
const most = 500;

/** The other device by its name; one without an account for tests cannot be chosen. */
export function PeerField({ id, value, onType, described }: PeerFieldProps) {
  const on = useContext(PeersOf);
  const [peers, setPeers] = useState<readonly Peer[] | null>(null);
  const [device, customer] = [on?.id, on?.customer];
  useEffect(() => {
    if (customer === undefined) return;
    let isCurrent = true;
    api.devices.list
      .query({ customer, limit: most })
      .then(({ items }) => {
        const others = items.filter((one) => one.id !== device);
        const listed = others.map((one) => ({ id: one.id, name: one.name, isAble: one.accounts.includes('test') }));
        if (isCurrent) setPeers(listed);
      })
      // What cannot be listed cannot be chosen: the field says that none is there.
      .catch(() => (isCurrent ? setPeers([]) : undefined));
    return () => {
      isCurrent = false;
    };
  }, [customer, device]);
  const able = peers?.filter(({ isAble }) => isAble) ?? [];
  return (
    <select
      id={id}
      className="field"
      value={value}
      onChange={(event) => onType(event.currentTarget.value)}
      {...described}
    >
      <option value="">{wordsFor(peers, able)}</option>
      {able.map((peer) => (
        <option key={peer.id} value={peer.id}>
          {peer.name}
        </option>
      ))}
    </select>
  );
}

function wordsFor(peers: readonly Peer[] | null, able: readonly Peer[]): string {
  if (peers === null) return 'Loading the devices';
  return able.length === 0 ? 'No device has an account for tests' : 'Choose a device';
}
