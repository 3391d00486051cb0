import type { FoldedColumn } from '@/core/shown/tool-columns';

interface FoldedHeadProps<Line> {
  readonly column: FoldedColumn<Line>;
}

export function FoldedHead<Line>({ column: { title, kind } }: FoldedHeadProps<Line>) {
  return (
    <th scope="col" className={kind === 'number' ? 'number' : undefined}>
      {title}
    </th>
  );
}

const classOf = { number: 'number', name: 'mono', words: undefined } as const;

/** Where there is no remark there is nothing; where there is no value, a dash. */
export function FoldedCell<Line>({ column, line }: FoldedHeadProps<Line> & { readonly line: Line }) {
  const { kind, text, isBad } = column;
  const said = text(line);
  return (
    <td className={classOf[kind]} {...(isBad?.(line) ? { 'data-bad': '' } : {})}>
      {said === null ? kind === 'words' ? '' : '—' : <bdi>{said}</bdi>}
    </td>
  );
}
