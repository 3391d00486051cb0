import type { MatrixView } from './matrix';
import { ViewLink } from './view-link';

interface SortHeadProps {
  readonly path: string;
  readonly view: MatrixView;
  /** The column's key; null: the order that the matrix has at first. */
  readonly sort: string | null;
  readonly words: string;
  readonly isNumeric?: boolean;
}

/** The head of a column that can be sorted by: once up, once more down. */
export function SortHead({ path, view, sort, words, isNumeric = false }: SortHeadProps) {
  const isCurrent = view.sort === sort;
  const isDown = isCurrent && view.isDescending;
  const state = isCurrent ? { 'aria-sort': isDown ? ('descending' as const) : ('ascending' as const) } : {};
  return (
    <th scope="col" className={isNumeric ? 'number' : undefined} {...state}>
      <ViewLink
        className="sort"
        path={path}
        to={{ ...view, sort, isDescending: isCurrent && !view.isDescending, page: 1 }}
      >
        {words}
        <span aria-hidden="true">{isCurrent ? (isDown ? ' ↓' : ' ↑') : ''}</span>
      </ViewLink>
    </th>
  );
}
