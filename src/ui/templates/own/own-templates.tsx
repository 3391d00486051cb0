import { counted } from '@/core/shown/format';
import { versionTitles } from '@/core/templates/versions';
import { Link } from '../../link';
import '../../library/library.css';
import '../templates.css';
import { Begin, type Source } from './begin';
import type { VersionLine } from './views';

interface OwnTemplatesProps {
  /** By their ids, the newest version first. */
  readonly items: readonly VersionLine[];
  /** What a draft can begin as a copy of, beside the own ones. */
  readonly sources: readonly Source[];
}

const pathOf = ({ template, version }: Pick<VersionLine, 'template' | 'version'>): string =>
  `/templates/own/${template}/${version}`;

/** All versions of templates of one's own, and how one is begun. */
export const OwnTemplates = ({ items, sources }: OwnTemplatesProps) => (
  <div className="library">
    <p>
      <Link href="/templates">Templates</Link>
    </p>
    <div className="flex flex-wrap items-baseline gap-x-3">
      <h1>Own templates</h1>
      <p className="text-ink-2">{counted(items.length, 'version')}</p>
    </div>
    <p className="text-ink-2">
      What is written here reaches a router only when another Super Admin has published it, and then on the way of every
      change.
    </p>
    {items.length === 0 ? <p>There is none yet.</p> : null}
    <Versions items={items.filter(({ state }) => state !== 'discarded')} />
    {items.some(({ state }) => state === 'discarded') ? (
      <details>
        <summary className="fold font-medium">Discarded drafts</summary>
        <Versions items={items.filter(({ state }) => state === 'discarded')} />
      </details>
    ) : null}
    <Begin sources={[...ownSources(items), ...sources.filter(({ id }) => !id.startsWith('own.'))]} />
  </div>
);

const Versions = ({ items }: Pick<OwnTemplatesProps, 'items'>) => (
  <ul className="library-list library-writes">
    {items.map(({ template, version, state, title, tier, changedBy }) => (
      <li key={`${template} ${version}`}>
        <span className="badge">{versionTitles[state]}</span>
        <Link className="row-link" href={pathOf({ template, version })}>
          {title}
        </Link>
        <span className="mono text-ink-3">
          {template} v{version}
        </span>
        {tier === null ? null : <span className="badge">{tier}</span>}
        <span className="library-purpose text-ink-2">Last moved by {changedBy}</span>
      </li>
    ))}
  </ul>
);

/** Each once, by its newest version. */
const ownSources = (items: readonly VersionLine[]): readonly Source[] =>
  items
    .filter(({ template }, place) => items.findIndex((one) => one.template === template) === place)
    .map(({ template, title }) => ({ id: template, title }));
