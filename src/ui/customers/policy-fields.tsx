'use client';

import { useId } from 'react';
import { Tick } from '../controls/tick';
import type { PolicyDraft } from './policy';

interface PolicyFieldsProps {
  readonly draft: PolicyDraft;
  readonly timeZone: string;
  readonly onChange: (draft: PolicyDraft) => void;
}

/** How the devices of a customer are looked after, and who may change them. What an untaken choice makes meaningless is absent, not greyed. */
export function PolicyFields({ draft, timeZone, onChange }: PolicyFieldsProps) {
  const change = (part: Partial<PolicyDraft>) => onChange({ ...draft, ...part });
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1">Policy</legend>
      <Tick checked={draft.isProbed} onChange={(isProbed) => change({ isProbed })}>
        Ask its devices every minute how they are
      </Tick>
      {draft.isProbed ? (
        <Tick checked={draft.isAlarming} onChange={(isAlarming) => change({ isAlarming })}>
          Raise an alarm when one stays down
        </Tick>
      ) : null}
      {draft.isProbed && draft.isAlarming ? (
        <>
          <label className="flex flex-wrap items-center gap-2">
            Down for
            <input
              className="field w-[64px] font-mono"
              type="number"
              required
              min={1}
              max={60}
              value={draft.alarmAfterMinutes}
              onChange={(event) => change({ alarmAfterMinutes: event.currentTarget.value })}
            />
            <span>
              minutes<span className="sr-only"> before that is an alarm</span>
            </span>
          </label>
          <Tick checked={draft.isQuiet} onChange={(isQuiet) => change({ isQuiet })}>
            Quiet hours, in which nobody is mailed
          </Tick>
          {draft.isQuiet ? <QuietFields draft={draft} timeZone={timeZone} change={change} /> : null}
        </>
      ) : null}
      <Tick checked={draft.takesTwo} onChange={(takesTwo) => change({ takesTwo })}>
        Every change of a router takes a second person, not only those of tier W3
      </Tick>
    </fieldset>
  );
}

interface QuietFieldsProps extends Pick<PolicyFieldsProps, 'draft' | 'timeZone'> {
  readonly change: (part: Partial<PolicyDraft>) => void;
}

function QuietFields({ draft: { quietFrom, quietTo }, timeZone, change }: QuietFieldsProps) {
  const hint = useId();
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <TimeField label="From" value={quietFrom} hint={hint} onChange={(from) => change({ quietFrom: from })} />
        <TimeField label="To" value={quietTo} hint={hint} onChange={(to) => change({ quietTo: to })} />
      </div>
      <p id={hint} className="text-ink-2">
        On the clock of {timeZone}. What is still down at the end is mailed then, in one mail. Webhooks are told at any
        time.
      </p>
    </div>
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly value: string;
  /** The id of what explains it. */
  readonly hint: string;
  readonly onChange: (value: string) => void;
}

/** A time of day as everything here is written, in 24 hours: a browser's own field has the reader's habit instead. */
function TimeField({ label, value, hint, onChange }: TimeFieldProps) {
  return (
    <label className="flex items-center gap-2">
      {label}
      <input
        className="field w-[72px] font-mono"
        required
        maxLength={5}
        pattern="([01][0-9]|2[0-3]):[0-5][0-9]"
        title="A time of day, written as 22:00"
        autoComplete="off"
        aria-describedby={hint}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
