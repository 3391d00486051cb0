import { type Column, setLines } from './column';
import { columnWidths } from './column-widths';
import { type Block, block, type Mark, stroke } from './flow';
import { type Ink, type Style, styles } from './paper';
import { type Place, type RowSetting, rowBlocks } from './table-row';

export interface TableColumn {
  readonly title: string;
  /** Numbers stand on the right; prose is broken into lines before names and addresses are. */
  readonly kind: 'number' | 'name' | 'prose';
}

export interface Cell {
  /** As it can be printed. */
  readonly text: string;
  readonly ink: Ink;
}

export interface TableRow {
  readonly cells: readonly Cell[];
  /** Over the whole width, as RouterOS's own print has comments. */
  readonly above?: Cell;
  readonly below?: Cell;
}

export interface Table {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** Something drawn at the right end of each row. */
  readonly drawing?: { readonly title: string; readonly width: number; draw(row: number): readonly Mark[] };
}

/** The type that a table is set in: `unit` is the width of a character. */
export interface TableType {
  readonly style: Style;
  readonly unit: number;
}

/** Characters between two columns. */
const between = 2;

const tableType = (size: number): TableType => ({
  style: { face: 'mono', size, leading: size + 4, ink: 'ink' },
  unit: size * 0.6,
});

const usual = tableType(7.75);
/** The smallest that can still be read. */
const smallest = tableType(6.5);
const types: readonly TableType[] = [usual, tableType(7), smallest];

/** The largest type in which the table fits with its prose in lines no shorter than that, else the smallest. */
const typeFor = (table: Table, width: number): TableType =>
  types.find((type) => wantedWidth(table, type) <= width) ?? smallest;

/** Whether it fits in the usual size. */
export const fitsWell = (table: Table, width: number): boolean => wantedWidth(table, usual) <= width;

/** Whether it fits at all, short of breaking names and addresses. */
export const fits = (table: Table, width: number): boolean => wantedWidth(table, smallest) <= width;

/** Prose of more characters than that may be broken into lines. */
const longest = 28;

/** How wide a table wants to be at this size, in points. */
function wantedWidth({ columns, rows, drawing }: Table, { unit }: TableType): number {
  const wanted = columnWidths(columns, rows, unit).map((width, index) =>
    columns[index]?.kind === 'prose' ? Math.min(width, longest) : width,
  );
  const characters = wanted.reduce((sum, width) => sum + width, 0) + between * (columns.length - 1);
  return characters * unit + (drawing === undefined ? 0 : drawing.width + between * unit);
}

/** The table's head, and a block for each line of each row. */
export function setTable(column: Column, table: Table): Block[] {
  const { columns, rows, drawing } = table;
  const type = typeFor(table, column.width);
  const room = column.width - (drawing === undefined ? 0 : drawing.width + between * type.unit);
  const characters = Math.floor(room / type.unit + 0.001) - between * (columns.length - 1);
  const places: Place[] = [];
  let x = column.x;
  for (const [index, width] of columnWidths(columns, rows, type.unit, characters).entries()) {
    places.push({
      x,
      width: width * type.unit,
      kind: columns[index]?.kind ?? 'name',
      title: columns[index]?.title ?? '',
    });
    x += (width + between) * type.unit;
  }
  const head = headOf(column, places, drawing?.title);
  const setting: RowSetting = { column, places, type, head };
  const body = rows.flatMap((row, index) => {
    const drawn = drawing?.draw(index).map((mark) => moved(mark, column.x + column.width - drawing.width));
    return rowBlocks(setting, row, drawn ?? []);
  });
  return [{ ...head, keepsNext: true }, ...body];
}

const moved = ({ points, ...mark }: Mark, by: number): Mark => ({
  ...mark,
  points: points.map(([x, y]) => [x + by, y] as const),
});

function headOf(column: Column, places: readonly Place[], drawn: string | undefined): Block {
  const style = styles.head;
  const { type, isWide } = column;
  const titles = places.map((place) => ({ place, lines: type.lines(place.title, style, Math.max(place.width, 12)) }));
  const most = Math.max(...titles.map(({ lines }) => lines.length), 1);
  const lines = titles.flatMap(({ place, lines }) =>
    lines.map((text, index) => ({
      x: place.kind === 'number' ? place.x + place.width - type.widthOf(text, style) : place.x,
      y: (most - lines.length + index) * style.leading,
      text,
      style,
    })),
  );
  const height = most * style.leading + 3;
  const right = column.x + column.width;
  const last = { x: right - type.widthOf(drawn ?? '', style), y: (most - 1) * style.leading, text: drawn ?? '', style };
  return block({
    height,
    lines: [...lines, last].filter(({ text }) => text !== ''),
    marks: [stroke([column.x, height - 0.5], column.width, 'line')],
    isWide,
  });
}

/** What stands below a table: what its flag letters mean. */
export const legend = (column: Column, meanings: readonly string[]): Block[] =>
  meanings.length === 0
    ? []
    : [
        block({ height: 3, isWide: column.isWide }),
        ...setLines(column, column.type.lines(meanings.join('   '), styles.small, column.width), styles.small),
      ];
