import { areas } from '@/core/actions/define';
import { counted } from '@/core/shown/format';
import type { ToldTemplateLine } from '@/core/templates/told-template';
import { costWords } from '../library/cost-words';
import { Link } from '../link';
import '../library/library.css';
import './templates.css';

interface TemplateListProps {
  readonly items: readonly ToldTemplateLine[];
  /** The id of the device that one comes from. */
  readonly device: string | null;
}

/** The changes that were thought through beforehand: people fill in their parameters, and nothing else of them. */
export const TemplateList = ({ items, device }: TemplateListProps) => (
  <div className="library">
    <div className="flex flex-wrap items-baseline gap-x-3">
      <h1>Templates</h1>
      <p className="text-ink-2">{counted(items.length, 'template')}</p>
    </div>
    <p className="text-ink-2">
      Each is previewed from the router’s live state and authorised by a person before anything is sent.
    </p>
    <ul className="library-list library-writes">
      {items.map(({ id, version, title, area, tier, purpose }) => (
        <li key={id}>
          <span className="badge badge-write">WRITE</span>
          <Link
            className="row-link"
            href={device === null ? `/templates/${id}` : `/templates/${id}?device=${encodeURIComponent(device)}`}
          >
            {title}
          </Link>
          <span className="mono text-ink-3">
            {id} v{version}
          </span>
          <span className="badge" title={costWords[tier]}>
            {tier}
          </span>
          <span className="library-purpose text-ink-2">
            {areas[area]}: {purpose}
          </span>
        </li>
      ))}
    </ul>
  </div>
);
