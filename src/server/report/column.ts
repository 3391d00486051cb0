import { type Block, block, type Line, stroke } from './flow';
import { type Style, styles } from './paper';
import type { Typesetter } from './typesetter';

/** Where blocks are set: from `x` on, so wide. */
export interface Column {
  readonly type: Typesetter;
  readonly x: number;
  readonly width: number;
  readonly isWide: boolean;
}

/** The same column further in. */
export const inset = (column: Column, by: number): Column => ({
  ...column,
  x: column.x + by,
  width: column.width - by,
});

/** Lines of text, a block each; the first two and the last two stay together. */
export const setLines = ({ x, isWide, type }: Column, lines: readonly string[], style: Style): Block[] =>
  lines.map((line, index) =>
    block({
      height: style.leading,
      lines: line === '' ? [] : [{ x: x + indentOf(line, style, type), y: 0, text: line.trimStart(), style }],
      keepsNext: index < lines.length - 1 && (index === 0 || index === lines.length - 2),
      isWide,
    }),
  );

/** Spaces at the beginning of a line: react-pdf would leave them out. */
const indentOf = (line: string, style: Style, type: Typesetter): number =>
  type.widthOf(line.slice(0, line.length - line.trimStart().length), style);

/** A paragraph of our own words, or of a router's on one line. */
export const paragraph = (column: Column, text: string, style: Style = styles.text): Block[] =>
  setLines(column, column.type.lines(text, style, column.width), style);

/** A person's words with their own line breaks. */
export const words = (column: Column, text: string, style: Style = styles.text): Block[] =>
  setLines(column, column.type.words(text, style, column.width), style);

/** A hairline across the column. */
export const hairline = ({ x, width, isWide }: Column, ink: 'rule' | 'line' = 'rule'): Block =>
  block({ height: 0.5, marks: [stroke([x, 0], width, ink)], keepsNext: true, isWide });

export interface NamedValue {
  readonly name: string;
  readonly text: string;
  readonly style?: Style;
}

/** Names on the left, values on the right of them, a pair each. */
export function namedValues(column: Column, nameWidth: number, values: readonly NamedValue[]): Block[] {
  return values.flatMap(({ name, text, style = styles.value }) => {
    const [first, ...others] = words(inset(column, nameWidth), text, style).map((one) => loweredBy(one, drop(style)));
    if (first === undefined) return [];
    const label = { x: column.x, y: drop(styles.label), text: name, style: styles.label };
    return [{ ...first, lines: [label, ...first.lines] }, ...others];
  });
}

/** How much lower smaller letters begin, so that all of a line stand on one level. */
const drop = ({ size }: Style): number => (styles.value.size - size) * 0.6;

const loweredBy = (one: Block, by: number): Block => ({
  ...one,
  lines: one.lines.map((line) => ({ ...line, y: line.y + by })),
});

/** Text that ends at the right edge of the column. */
export function toTheRight({ x, width, type }: Column, text: string, style: Style): Line {
  return { x: x + width - type.widthOf(text, style), y: 0, text, style };
}
