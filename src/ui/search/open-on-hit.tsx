'use client';

import { useRouter } from 'next/navigation';
import { evidenceOf, symptomOf } from '@/core/lookup/evidence';
import type { Hit } from '@/core/lookup/hits';
import type { Subject } from '@/core/lookup/subject';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';

interface OpenOnHitProps {
  readonly subject: Subject;
  readonly device: { readonly id: string; readonly name: string };
  readonly hit: Hit;
}

/** Opens a session on the device, whose first step is the read that shows the hit. */
export function OpenOnHit({ subject, device, hit }: OpenOnHitProps) {
  const router = useRouter();
  const { run, isBusy, failure } = useDeed();
  const open = () =>
    run(async () => {
      const symptom = symptomOf(subject, hit);
      const title = `${hit.name ?? hit.mac ?? hit.address ?? subject.text} on ${device.name}`.slice(0, 120);
      const { id } = await api.sessions.open.mutate({ devices: [device.id], symptom, title });
      await api.sessions.run.mutate({ session: id, runs: [{ device: device.id, ...evidenceOf(hit) }] });
      router.push(`/sessions/${id}`);
    });
  return (
    <>
      <button type="button" className="button" aria-disabled={isBusy} onClick={open}>
        {isBusy ? 'Opening' : 'Open a session, run 1 read'}
      </button>
      {failure ? <FailureNotice failure={failure} /> : null}
    </>
  );
}
