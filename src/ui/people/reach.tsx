import type { Role } from '@/core/access';

interface ReachProps {
  readonly role: Role;
  /** Slugs. */
  readonly customers: readonly string[];
  /** How many are named; the others are counted. */
  readonly most?: number;
}

/** The customers of somebody, as tags. */
export function Reach({ role, customers, most = customers.length }: ReachProps) {
  if (role === 'superAdmin') return <>every customer</>;
  if (customers.length === 0) return <span className="text-ink-3">none</span>;
  const others = customers.length - most;
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      {customers.slice(0, most).map((slug) => (
        <span key={slug} className="tag">
          {slug}
        </span>
      ))}
      {others > 0 ? <span className="text-ink-2">and {others} more</span> : null}
    </span>
  );
}
