'use client';

import { useId, useState } from 'react';
import { counted } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { type NamedDevice, useFoundDevices } from '../devices/use-found-devices';

interface DeviceFieldProps {
  /** Slugs; with one there is nothing to choose. */
  readonly customers: readonly string[];
  readonly device: NamedDevice | null;
  /** What is wrong, once it is time to say so. */
  readonly problem: string | null;
  readonly onChoose: (device: NamedDevice | null) => void;
}

/** One device of one customer, found by a part of its name or address. */
export function DeviceField({ customers, device, problem, onChoose }: DeviceFieldProps) {
  return (
    <div className="grid gap-1" data-device>
      <span className="font-medium">Device</span>
      {device === null ? (
        <Search customers={customers} problem={problem} onChoose={onChoose} />
      ) : (
        <p className="flex items-center justify-between gap-2">
          <bdi className="mono min-w-0 break-words">{device.name}</bdi>
          <button type="button" className="button" onClick={() => onChoose(null)}>
            Another<span className="sr-only"> device than {device.name}</span>
          </button>
        </p>
      )}
    </div>
  );
}

function Search({ customers, problem, onChoose }: Omit<DeviceFieldProps, 'device'>) {
  const id = useId();
  const [customer, setCustomer] = useState(customers[0] ?? '');
  const [words, setWords] = useState('');
  const { found, failure } = useFoundDevices(customer, words);
  return (
    <>
      {customers.length > 1 ? (
        <select
          className="field"
          aria-label="Customer"
          value={customer}
          onChange={(event) => setCustomer(event.currentTarget.value)}
        >
          {customers.map((slug) => (
            <option key={slug}>{slug}</option>
          ))}
        </select>
      ) : null}
      <input
        className="field w-full"
        type="search"
        value={words}
        autoComplete="off"
        aria-label="Search devices"
        aria-describedby={`${id}-why`}
        placeholder="Name or address"
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Enter takes the only one that is left, and never sends the form half filled in.
          if (event.key !== 'Enter') return;
          event.preventDefault();
          const [only, ...more] = found;
          if (only !== undefined && more.length === 0) onChoose(only);
        }}
        {...(problem === null ? {} : { 'aria-invalid': true })}
      />
      <p id={`${id}-why`} className="text-ink-2">
        {problem === null ? null : <span className="block font-medium text-fail">{problem}</span>}
        {customer === '' ? 'No customer is assigned to you.' : `One of ${customer}.`}
      </p>
      <ul className="template-devices">
        {found.map((one) => (
          <li key={one.id}>
            <button type="button" className="button" onClick={() => onChoose(one)}>
              {one.name} <span className="mono font-normal text-ink-3">{one.address}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="sr-only" role="status">
        {words.trim() === '' ? '' : `${counted(found.length, 'device')} found`}
      </p>
      {failure ? <FailureNotice failure={failure} /> : null}
    </>
  );
}
