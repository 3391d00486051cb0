import type { ReactNode } from 'react';
import type { Stage } from '@/core/change/change';
import { keptBy, nounOf } from '@/core/change/effects';
import { refusals } from '@/core/change/predict';
import { writtenLook } from '@/core/change/written';
import { roleTitle } from '@/core/shown/format';
import { Link } from '../link';
import { subjectOf } from './change-words';
import { FaultWords } from './fault-words';
import { madeOf } from './made-words';
import { isOver } from './standing';
import type { ChangeView } from './views';

interface OutcomeProps {
  readonly change: ChangeView;
  /** The server's time in milliseconds. */
  readonly now: number;
}

/** How it stands, in words: what became of the router is always said. Nothing while a decision is due. */
export function Outcome({ change, now }: OutcomeProps) {
  return (
    <div role="status" className="change-outcome">
      {wordsFor(change, now)}
    </div>
  );
}

function wordsFor(change: ChangeView, now: number): ReactNode {
  const { state, deviceName: device } = change;
  switch (state) {
    case 'previewing':
      return <Said title={`Reading ${device}`}>What it would do appears here. Nothing is changed by this.</Said>;
    case 'previewed':
      return isOver(change, now) ? <Expired /> : null;
    case 'authorised':
      return (
        <Said
          look="write"
          title="Authorised"
        >{`${change.waitsFor ?? `${device} is about to be checked once more.`} Nothing was sent yet.`}</Said>
      );
    case 'applying':
      return (
        <Said look="write" title="Under way">
          {underWay(change)}
        </Said>
      );
    case 'verified':
      return <Verified change={change} />;
    case 'reverted':
      return <Reverted change={change} />;
    case 'failed':
      return <Failed change={change} />;
    case 'unknown':
      return <Unknown change={change} />;
    case 'unneeded':
      return (
        <Said title="Nothing to do">{`${device} is as it should be already. Nothing was changed on the router.`}</Said>
      );
    case 'refused':
      return <Refused change={change} />;
    case 'withdrawn':
      return <Said title="Withdrawn">{`${change.by.name} withdrew it. Nothing was changed on the router.`}</Said>;
    case 'rejected':
      return <Rejected change={change} />;
    case 'expired':
      return <Expired />;
  }
}

/** How it is guarded while it is made. */
const under = {
  safeMode: 'under safe mode',
  timer: 'under a timer on it',
  none: 'and nothing guards it',
} as const;

function underWay({ preview, deviceName: device, guard }: ChangeView): string {
  const kept = preview === null ? 'guard' : keptBy(preview);
  if (kept === 'restart') return `${device} is being restarted, and awaited for up to 10 minutes.`;
  if (kept === 'nothing') return `It is being done on ${device}.`;
  return `${device} is being changed, ${under[guard ?? 'safeMode']}.`;
}

interface SaidProps {
  readonly title: string;
  readonly look?: 'ok' | 'write' | 'fail';
  readonly children: ReactNode;
}

const Said = ({ title, look, children }: SaidProps) => (
  <div className={look === undefined ? 'notice flex-wrap' : `notice notice-${look} flex-wrap`}>
    <b>{title}</b>
    <span>{children}</span>
  </div>
);

const Rejected = ({ change: { rejectedBy, reason } }: { readonly change: ChangeView }) => (
  <Said title="Rejected">
    {rejectedBy === null ? 'Somebody' : `${rejectedBy.name} (${roleTitle(rejectedBy.role)})`} rejected it:{' '}
    <q className="whitespace-pre-wrap">{reason}</q> Nothing was changed on the router.
  </Said>
);

const Expired = () => (
  <Said title="Expired">
    Nobody decided in time, and the router may be another by now. Nothing was changed on the router. Preview it again.
  </Said>
);

/** A fault on it is of the way: how it ended was not known at first, and reading back has settled it since. */
function Verified({ change: { fault, preview, deviceName } }: { readonly change: ChangeView }) {
  const made = preview === null ? null : madeOf(preview, deviceName, { isReadLater: fault !== null });
  const kept = preview === null ? 'guard' : keptBy(preview);
  if (fault === null)
    return (
      <Said look="ok" title="Verified">
        {made} {verifiedBy[kept]}
      </Said>
    );
  return (
    <>
      <Said look="ok" title="Verified">
        {made}{' '}
        {kept === 'restart'
          ? 'Whether it came back was not known at first. It answered later, and has been up for less long than before.'
          : 'Whether it was kept was not known at first. It was read back later on a new connection, and it is in force.'}
      </Said>
      <OnTheWay fault={fault} />
    </>
  );
}

const verifiedBy = {
  guard: 'It was reached on a new connection, read back as shown, and kept.',
  nothing: 'It was reached on a new connection, and what became of it was read there.',
  restart: 'It answers again, is the same router, and has been up for less long than before.',
} as const satisfies Record<ReturnType<typeof keptBy>, string>;

const OnTheWay = ({ fault }: { readonly fault: NonNullable<ChangeView['fault']> }) => (
  <section aria-labelledby="on-the-way" className="mt-3.5">
    <h2 id="on-the-way">What went wrong on the way</h2>
    <p className="text-ink-2">
      <FaultWords fault={fault} />
    </p>
  </section>
);

function Reverted({ change: { fault, stages, preview, deviceName, guard } }: { readonly change: ChangeView }) {
  const has = (wanted: Stage): boolean => stages.some(({ stage }) => stage === wanted);
  const lost = has('armed') && preview !== null ? preview.lost : [];
  return (
    <Said look="write" title="Undone">
      {has('undone') ? 'It was undone' : guard === 'none' ? 'It was not made' : `${deviceName} undid it by itself`}, and
      read back: the configuration is as before. {lost.length === 0 ? 'There is nothing to do.' : lost.join(' ')}{' '}
      {fault === null ? null : <FaultWords fault={fault} />}
    </Said>
  );
}

const Failed = ({ change: { fault } }: { readonly change: ChangeView }) => (
  <Said look="fail" title="Failed">
    {fault === null ? null : <FaultWords fault={fault} />} Nothing was changed on the router.
  </Said>
);

function Refused({ change: { preview, ...change } }: { readonly change: ChangeView }) {
  const reasons = preview?.refusals ?? [];
  return (
    <Said look="fail" title="Refused">
      {reasons.map(({ id, step }) => (
        <span key={`${id} ${step}`}>
          <bdi>
            {nounOf(preview?.steps[step])} {subjectOf(change)}
          </bdi>
          : {refusals[id]}.{' '}
        </span>
      ))}
      {preview === null || preview.lockout === null ? null : <b>{preview.lockout} </b>}
      Nothing was changed on the router.
    </Said>
  );
}

/** Nobody is left alone with it: what goes on by itself, or that nothing does; and what a person can look at. */
function Unknown({ change }: { readonly change: ChangeView }) {
  const { fault, preview, device, deviceName, isBeingRead, reverts, guard } = change;
  const [step] = preview?.steps ?? [];
  const isRestarted = preview !== null && keptBy(preview) === 'restart';
  const shows = isRestarted ? 'for how long it has been up' : 'which of the two rows below it has';
  const there = step && (
    <>
      On the router, <code>{writtenLook(step)}</code> shows {shows}.
    </>
  );
  return (
    <Said look="fail" title="Outcome unknown">
      {isBeingRead ? (
        <>
          Whether it is in force is not known yet. It is read again by itself as soon as {deviceName} answers, and{' '}
          {deviceName} takes no other change until then. If it does not come back, look at its power and its line.
        </>
      ) : (
        <>
          {isRestarted ? 'Whether it was restarted is not proven. ' : ''}
          Reading back cannot tell: the router is neither as it was nor as this would have it, another router stands
          there now, or it could not be read for a day. Look at <Link href={`/devices/${device}`}>{deviceName}</Link>;{' '}
          {reverts === null ? 'then ask for the change anew.' : 'then ask for whatever it still needs.'}
        </>
      )}{' '}
      {guard === 'none' ? <>{deviceName} does not undo it by itself: how it is taken back stands below. </> : null}
      {there} {fault === null ? null : <FaultWords fault={fault} />}
    </Said>
  );
}
