'use client';

import { useId } from 'react';
import { Tick } from '../controls/tick';
import { ChangeTimesFields } from './change-times-fields';
import type { PolicyDraft } from './policy';
import { TimeField } from './time-field';

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
      <ChangeTimesFields times={draft.changeTimes} onChange={(changeTimes) => change({ changeTimes })} />
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
