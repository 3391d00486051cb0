'use client';

import { type ReadId, readOf } from '@/core/actions/index';
import { counted } from '@/core/shown/format';
import { ActionFields } from '../actions/action-fields';
import { titleInside } from '../actions/action-form';
import { ActionPicker } from '../actions/picker';
import { useActionForm } from '../actions/use-action-form';
import { FailureNotice } from '../controls/failure-notice';
import { api } from '../trpc';
import { howMany, type Many, namedTo } from './many';

interface BulkFormProps {
  /** The customer's slug. */
  readonly customer: string;
  readonly many: Many;
  readonly onStarted: (id: string) => void;
}

/** What can be asked of many devices at once: whatever does not fill their lines. */
export function BulkForm(props: BulkFormProps) {
  return (
    <ActionPicker
      heading="Choose a read"
      isOffered={({ guard }) => guard === null}
      on={[]}
      form={(chosen) => <Parameters id={chosen} {...props} />}
    />
  );
}

function Parameters({ id, customer, many, onStarted }: BulkFormProps & { readonly id: ReadId }) {
  const action = readOf(id);
  const devices = counted(howMany(many), 'device');
  const on = { name: devices, version: null, capabilities: null };
  const { form, fields, isBusy, failure, submit } = useActionForm(id, on, async (values) => {
    const asked = { customer, action: id, params: { ...values }, ...namedTo(many) };
    // safe: ids and tokens that the server's own answers named.
    const made = await api.bulkRuns.start.mutate(asked as Parameters<typeof api.bulkRuns.start.mutate>[0]);
    onStarted(made.id);
  });
  return (
    <form ref={form} className="action-form" onSubmit={submit} noValidate>
      <ActionFields action={action} {...fields} />
      <button type="submit" className="button button-primary" disabled={isBusy}>
        {isBusy ? 'Asking' : `Run ${titleInside(action)} on ${devices}`}
      </button>
      {failure ? <FailureNotice failure={failure} /> : null}
      {failure ? <p className="text-ink-2">Nothing was sent to a router.</p> : null}
    </form>
  );
}
