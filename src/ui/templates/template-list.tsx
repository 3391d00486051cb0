import type { Role } from '@/core/access';
import { areas } from '@/core/actions/define';
import { counted } from '@/core/shown/format';
import { isOwnId } from '@/core/templates/document/own-id';
import type { ToldTemplateLine } from '@/core/templates/told-template';
import { costWords } from '../library/cost-words';
import { Link } from '../link';
import { Permitted } from '../permitted';
import '../library/library.css';
import './templates.css';

interface TemplateListProps {
  readonly items: readonly ToldTemplateLine[];
  /** The id of the device that one comes from. */
  readonly device: string | null;
  readonly role: Role;
}

/** The changes that were thought through beforehand: people fill in their parameters, and nothing else of them. */
export const TemplateList = ({ items, device, role }: TemplateListProps) => (
  <div className="library">
    <div className="flex flex-wrap items-baseline gap-x-3">
      <h1>Templates</h1>
      <p className="text-ink-2">{counted(items.length, 'template')}</p>
    </div>
    <p className="text-ink-2">
      Each is previewed from the router’s live state and authorised by a person before anything is sent.
    </p>
    <Permitted role={role} permission="template.author">
      <p>
        <Link href="/templates/own">Own templates</Link>: write, try, review, publish and retire them.
      </p>
    </Permitted>
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
          {isOwnId(id) ? <span className="badge">Own</span> : null}
          <span className="library-purpose text-ink-2">
            {areas[area]}: {purpose}
          </span>
        </li>
      ))}
    </ul>
  </div>
);
