import type { Column } from './column';
import { type Block, block, type Line, type Mark, stroke, together } from './flow';
import type { Cell, TableColumn, TableRow, TableType } from './table';

/** A column where it stands. */
export interface Place extends TableColumn {
  readonly x: number;
  readonly width: number;
}

export interface RowSetting {
  readonly column: Column;
  readonly places: readonly Place[];
  readonly type: TableType;
  readonly head: Block;
}

/** A row of more lines than that is cut by a page break rather than moved to the next page. */
const mostTogether = 8;

/** A block for each line of a row, with a hairline below the last. */
export function rowBlocks(setting: RowSetting, row: TableRow, drawn: readonly Mark[]): Block[] {
  const { column, type, head } = setting;
  const { leading } = type.style;
  const lines = [...across(setting, row.above), ...inColumns(setting, row.cells), ...across(setting, row.below)];
  const drawnAt = lines.length - inColumns(setting, row.cells).length - across(setting, row.below).length;
  const blocks = lines.map((pieces, index) => {
    const isLast = index === lines.length - 1;
    return block({
      height: isLast ? leading : leading - 2,
      lines: pieces,
      marks: [
        ...(index === drawnAt ? drawn : []),
        ...(isLast ? [stroke([column.x, leading - 0.25], column.width, 'rule')] : []),
      ],
      head,
      isWide: column.isWide,
    });
  });
  return blocks.length <= mostTogether ? together(blocks) : blocks;
}

/** A cell over all columns but the first, which is the row's number. */
function across({ column, places, type: { style } }: RowSetting, cell: Cell | undefined): Line[][] {
  if (cell === undefined) return [];
  const x = places[1]?.x ?? column.x;
  const lines = column.type.cut(cell.text, style, column.x + column.width - x);
  return lines.map((text) => [{ x, y: 2, text, style: { ...style, ink: cell.ink } }]);
}

function inColumns({ column, places, type: { style, unit } }: RowSetting, row: readonly Cell[]): Line[][] {
  const cells = places.map((place, index) => {
    const { text, ink } = row[index] ?? { text: '', ink: 'ink' };
    return { place, ink, lines: column.type.cut(text, style, place.width) };
  });
  return Array.from({ length: Math.max(...cells.map(({ lines }) => lines.length)) }, (_, index) => {
    const pieces = cells.flatMap(({ place, ink, lines }) => {
      const text = lines[index] ?? '';
      const shift = place.kind === 'number' ? place.width - column.type.widthOf(text, style) : 0;
      return text === '' ? [] : [{ x: place.x + shift, y: 2, text, style: { ...style, ink } }];
    });
    return joined(pieces, unit);
  });
}

/** Of Plex Mono and as wide as its other characters; everything else, a script from the right too, stands by itself. */
const level = /^[ -~\u00A0-\u024F\u0400-\u045F‹›–—…□]*$/;

/** Cells of one colour become one line with spaces between them: what is copied out of the PDF is a row. */
function joined(pieces: readonly Line[], unit: number): Line[] {
  const lines: Line[] = [];
  for (const piece of pieces) {
    // A line that begins with a space would be moved to the left by as much.
    const indented = piece.text.length - piece.text.trimStart().length;
    const own = { ...piece, x: piece.x + indented * unit, text: piece.text.trimStart() };
    const before = lines.at(-1);
    const canJoin = before?.style.ink === own.style.ink && level.test(own.text) && level.test(before.text);
    if (before === undefined || !canJoin) lines.push(own);
    else {
      const spaces = Math.round((own.x - before.x) / unit) - before.text.length;
      lines[lines.length - 1] = { ...before, text: `${before.text}${' '.repeat(Math.max(1, spaces))}${own.text}` };
    }
  }
  return lines;
}
