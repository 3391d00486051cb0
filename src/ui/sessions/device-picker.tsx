'use client';

import { useState } from 'react';
import { limits } from '@/core/sessions';
import { counted } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { type NamedDevice, useFoundDevices } from '../devices/use-found-devices';

interface DevicePickerProps {
  readonly customer: string;
  readonly chosen: readonly NamedDevice[];
  /** Ids that cannot be chosen: they are in already. */
  readonly taken: ReadonlySet<string>;
  readonly onChoose: (devices: readonly NamedDevice[]) => void;
}

/** Devices of one customer, found by a part of their name or address and ticked. */
export function DevicePicker({ customer, chosen, taken, onChoose }: DevicePickerProps) {
  const [words, setWords] = useState('');
  const { found, failure } = useFoundDevices(customer, words);

  const isChosen = (id: string) => chosen.some((one) => one.id === id);
  const toggle = (device: NamedDevice) =>
    onChoose(isChosen(device.id) ? chosen.filter(({ id }) => id !== device.id) : [...chosen, device]);
  const others = found.filter(({ id }) => !taken.has(id) && !isChosen(id));
  return (
    <fieldset className="device-picker">
      <legend className="font-medium">Devices</legend>
      {chosen.map((device) => (
        <DeviceTick key={device.id} device={device} isChosen onToggle={toggle} />
      ))}
      {chosen.length + taken.size >= limits.devices ? (
        <p className="text-ink-2">{limits.devices} devices are the most.</p>
      ) : (
        <>
          <input
            className="field w-full"
            type="search"
            value={words}
            aria-label="Search devices"
            placeholder="Search devices by name or address"
            onChange={(event) => setWords(event.currentTarget.value)}
            onKeyDown={(event) => {
              // Enter takes the only one that is left, and never sends the form half filled in.
              if (event.key !== 'Enter') return;
              event.preventDefault();
              const [only, ...more] = others;
              if (only !== undefined && more.length === 0) toggle(only);
            }}
          />
          {others.map((device) => (
            <DeviceTick key={device.id} device={device} isChosen={false} onToggle={toggle} />
          ))}
        </>
      )}
      <p className="sr-only" role="status">
        {words.trim() === '' ? '' : `${counted(others.length, 'device')} found`}
      </p>
      {failure ? <FailureNotice failure={failure} /> : null}
    </fieldset>
  );
}

interface DeviceTickProps {
  readonly device: NamedDevice;
  readonly isChosen: boolean;
  readonly onToggle: (device: NamedDevice) => void;
}

function DeviceTick({ device, isChosen, onToggle }: DeviceTickProps) {
  return (
    <label className="tick">
      <input
        type="checkbox"
        className="size-4 flex-none accent-accent"
        checked={isChosen}
        onChange={() => onToggle(device)}
      />
      <span>{device.name}</span>
      <span className="mono text-ink-3">{device.address}</span>
    </label>
  );
}
