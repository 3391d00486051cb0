'use client';

import { useState } from 'react';
import { counted } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { type NamedDevice, useFoundDevices } from '../devices/use-found-devices';

interface UplinkFieldProps {
  readonly customer: string;
  readonly value: NamedDevice | null;
  readonly onChange: (device: NamedDevice | null) => void;
}

/** One device of the customer, found by a part of its name or address; or none. */
export function UplinkField({ customer, value, onChange }: UplinkFieldProps) {
  const [words, setWords] = useState('');
  const { found, failure } = useFoundDevices(customer, words);
  const others = found.filter(({ id }) => id !== value?.id);
  const choose = (device: NamedDevice | null) => {
    onChange(device);
    setWords('');
  };
  return (
    <fieldset className="device-picker">
      <legend className="font-medium">Reached through</legend>
      <p className="text-ink-2">The device at the other end of its link, often at another site.</p>
      <Choice words="Nothing in particular" isChosen={value === null} onChoose={() => choose(null)} />
      {value === null ? null : <Choice words={value.name} isChosen onChoose={() => choose(value)} />}
      <input
        className="field w-full"
        type="search"
        value={words}
        aria-label="Search the uplink"
        placeholder="Search devices by name or address"
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Enter takes the only one that is left, and never sends the form half filled in.
          if (event.key !== 'Enter') return;
          event.preventDefault();
          const [only, ...more] = others;
          if (only !== undefined && more.length === 0) choose(only);
        }}
      />
      {others.map((device) => (
        <Choice
          key={device.id}
          words={device.name}
          address={device.address}
          isChosen={false}
          onChoose={() => choose(device)}
        />
      ))}
      <p className="sr-only" role="status">
        {words.trim() === '' ? '' : `${counted(others.length, 'device')} found`}
      </p>
      {failure ? <FailureNotice failure={failure} /> : null}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly words: string;
  readonly address?: string | undefined;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

const Choice = ({ words, address, isChosen, onChoose }: ChoiceProps) => (
  <label className="tick">
    <input
      type="radio"
      name="uplink"
      className="size-4 flex-none accent-accent"
      checked={isChosen}
      onChange={onChoose}
    />
    <bdi>{words}</bdi>
    {address === undefined ? null : <span className="mono text-ink-3">{address}</span>}
  </label>
);
