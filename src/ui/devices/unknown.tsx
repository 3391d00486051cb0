import type { DeviceStatus } from '../live/views';

/** Where nothing is known, a dash says so, and its title says why. */
export function Unknown({
  of: { triedAt, answeredAt },
}: {
  readonly of: Pick<DeviceStatus, 'triedAt' | 'answeredAt'>;
}) {
  return (
    <span className="text-ink-3" title={whyUnknown(triedAt, answeredAt)}>
      —
    </span>
  );
}

function whyUnknown(triedAt: string | null, answeredAt: string | null): string {
  if (triedAt === null) return 'Never asked';
  return answeredAt === null ? 'Asked, and never answered' : 'The router did not say';
}
