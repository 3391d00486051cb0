'use client';

import { type ChangeTimes, dayName } from '@/core/change/times';
import { Tick } from '../controls/tick';
import { TimeField } from './time-field';

interface ChangeTimesFieldsProps {
  readonly times: ChangeTimes;
  readonly onChange: (times: ChangeTimes) => void;
}

const days = [1, 2, 3, 4, 5, 6, 7];
type Window = ChangeTimes['windows'][number];
type Freeze = ChangeTimes['freezes'][number];

/** When routers of a customer may be changed: at any time, or in windows; and never in a freeze. */
export function ChangeTimesFields({ times, onChange }: ChangeTimesFieldsProps) {
  const { windows, freezes } = times;
  const nightly: Window = { days: [2, 3, 4], from: '01:00', to: '05:00' };
  const today = new Date().toISOString().slice(0, 10);
  const day: Freeze = { from: `${today}T00:00`, to: `${today}T23:59`, reason: '' };
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1">When its routers may be changed</legend>
      <p className="text-ink-2">
        {windows.length === 0 ? 'At any time' : 'In these windows'}
        {freezes.length === 0 ? '' : ', and in no freeze'}, by the clock of each site.
      </p>
      {windows.map((window, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name than their place
        <fieldset key={index} className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <legend className="sr-only">Window {index + 1}</legend>
          {days.map((one) => (
            <Tick
              key={one}
              checked={window.days.includes(one)}
              onChange={(on) =>
                onChange({
                  ...times,
                  windows: windows.with(index, {
                    ...window,
                    days: on ? [...window.days, one].toSorted() : window.days.filter((other) => other !== one),
                  }),
                })
              }
            >
              {dayName(one)}
            </Tick>
          ))}
          <TimeField
            label="From"
            value={window.from}
            onChange={(from) => onChange({ ...times, windows: windows.with(index, { ...window, from }) })}
          />
          <TimeField
            label="To"
            value={window.to}
            onChange={(to) => onChange({ ...times, windows: windows.with(index, { ...window, to }) })}
          />
          <button
            type="button"
            className="button button-quiet"
            onClick={() => onChange({ ...times, windows: windows.toSpliced(index, 1) })}
          >
            Remove<span className="sr-only"> window {index + 1}</span>
          </button>
        </fieldset>
      ))}
      {freezes.map((freeze, index) => (
        <FreezeFields
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name than their place
          key={index}
          freeze={freeze}
          name={`freeze ${index + 1}`}
          onChange={(changed) => onChange({ ...times, freezes: freezes.with(index, changed) })}
          onRemove={() => onChange({ ...times, freezes: freezes.toSpliced(index, 1) })}
        />
      ))}
      <div className="flex flex-wrap gap-2">
        <button type="button" className="button" onClick={() => onChange({ ...times, windows: [...windows, nightly] })}>
          Add a window
        </button>
        <button type="button" className="button" onClick={() => onChange({ ...times, freezes: [...freezes, day] })}>
          Add a freeze
        </button>
      </div>
    </fieldset>
  );
}

interface FreezeFieldsProps {
  readonly freeze: Freeze;
  readonly name: string;
  readonly onChange: (freeze: Freeze) => void;
  readonly onRemove: () => void;
}

function FreezeFields({ freeze, name, onChange, onRemove }: FreezeFieldsProps) {
  return (
    <fieldset className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <legend className="sr-only">{name}</legend>
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className="flex items-center gap-2">
          {end === 'from' ? 'No changes from' : 'to'}
          <input
            className="field w-[156px] font-mono"
            required
            maxLength={16}
            pattern="20[0-9]{2}-[0-9]{2}-[0-9]{2} ([01][0-9]|2[0-3]):[0-5][0-9]"
            title="A day and a time, written as 2026-12-24 00:00"
            autoComplete="off"
            value={freeze[end].replace('T', ' ')}
            onChange={(event) => onChange({ ...freeze, [end]: event.currentTarget.value.replace(' ', 'T') })}
          />
        </label>
      ))}
      <label className="flex items-center gap-2">
        because
        <input
          className="field"
          required
          maxLength={200}
          autoComplete="off"
          value={freeze.reason}
          onChange={(event) => onChange({ ...freeze, reason: event.currentTarget.value })}
        />
      </label>
      <button type="button" className="button button-quiet" onClick={onRemove}>
        Remove<span className="sr-only"> {name}</span>
      </button>
    </fieldset>
  );
}
