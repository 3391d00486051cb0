import type { Hit } from '@/core/lookup/hits';
import { resume, suspend } from '@/core/templates/families/subscriber';
import { Link } from '../link';

interface SubscriberLinkProps {
  /** Its id. */
  readonly device: string;
  readonly hit: Hit;
}

/** From a subscriber of PPP to the template that switches them off, or on again, filled in with whom and where. */
export function SubscriberLink({ device, hit: { source, name, note } }: SubscriberLinkProps) {
  if ((source !== 'pppSecret' && source !== 'pppActive') || name === null) return null;
  const isOff = source === 'pppSecret' && note === 'disabled';
  const search = new URLSearchParams({ device, name });
  return (
    <Link className="button" href={`/templates/${(isOff ? resume : suspend).id}?${search}`}>
      {isOff ? 'Resume' : 'Suspend'}
      <span className="sr-only"> {name}</span>
    </Link>
  );
}
