import { heightOn, type Ink, lying, margin, type Sheet, type Style, upright } from './paper';

/** One line of text; `x` and `y` are its upper left corner. It is already known to fit. */
export interface Line {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly style: Style;
  /** Its title in the reader's table of contents. */
  readonly bookmark?: string;
}

/** A drawn shape: a polygon that is filled, or a stroke along the points. */
export interface Mark {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly ink: Ink;
  /** Of the stroke; null: filled. */
  readonly width: number | null;
}

/** A piece that no page break cuts. Places are from its own upper left corner, which is at the left margin. */
export interface Block {
  readonly height: number;
  readonly lines: readonly Line[];
  readonly marks: readonly Mark[];
  /** Never the last on a page: a heading, the first line of two. */
  readonly keepsNext: boolean;
  /** Repeated above it where it begins a page: the head of its table. */
  readonly head: Block | null;
  /** On a sheet that lies. */
  readonly isWide: boolean;
}

export interface PageOfReport {
  readonly sheet: Sheet;
  readonly lines: readonly Line[];
  readonly marks: readonly Mark[];
}

const empty = { lines: [], marks: [], keepsNext: false, head: null, isWide: false } as const;

export const block = (parts: Partial<Block> & Pick<Block, 'height'>): Block => ({ ...empty, ...parts });

/** Room, which falls away where a page begins; it keeps together what it stands between when asked to. */
export const gap = (height: number, keepsNext = false): Block => block({ height, keepsNext });

const isGap = ({ lines, marks }: Block): boolean => lines.length === 0 && marks.length === 0;

export const box = (corner: readonly [x: number, y: number], size: readonly [w: number, h: number], ink: Ink): Mark => {
  const [x, y] = corner;
  const [w, h] = size;
  return {
    ink,
    width: null,
    points: [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
    ],
  };
};

/** A level stroke. */
export const stroke = (from: readonly [x: number, y: number], length: number, ink: Ink): Mark => ({
  ink,
  width: 0.5,
  points: [from, [from[0] + length, from[1]]],
});

/** The same blocks so that all but the last keep the next: they stay together where they fit on one page. */
export const together = (blocks: readonly Block[]): Block[] =>
  blocks.map((one, index) => (index < blocks.length - 1 ? { ...one, keepsNext: true } : one));

/** One page after the other is filled; how high everything is, is known, so nothing is laid out twice. */
export function paginate(blocks: readonly Block[]): PageOfReport[] {
  const pages: PageBeingFilled[] = [];
  let page: PageBeingFilled | null = null;
  for (const unit of unitsOf(blocks)) {
    const [first] = unit;
    if (first === undefined) continue;
    const needed = unit.reduce((sum, { height }) => sum + height, 0);
    const fitsOnOne = needed <= heightOn(first.isWide ? lying : upright);
    for (const [index, one] of unit.entries()) {
      const room = index === 0 && fitsOnOne ? needed : one.height;
      if (page === null || page.isWide !== one.isWide || !page.hasRoomFor(room)) {
        page = new PageBeingFilled(one.isWide);
        pages.push(page);
      }
      page.add(one);
    }
  }
  return pages;
}

/** What stays together: blocks that keep the next, and that next. */
function unitsOf(blocks: readonly Block[]): Block[][] {
  const units: Block[][] = [];
  let isOpen = false;
  for (const one of blocks) {
    if (isOpen) units.at(-1)?.push(one);
    else units.push([one]);
    isOpen = one.keepsNext;
  }
  return units;
}

class PageBeingFilled implements PageOfReport {
  readonly sheet: Sheet;
  readonly lines: Line[] = [];
  readonly marks: Mark[] = [];
  #used = 0;

  constructor(readonly isWide: boolean) {
    this.sheet = isWide ? lying : upright;
  }

  hasRoomFor(height: number): boolean {
    return this.#used === 0 || this.#used + height <= heightOn(this.sheet) + 0.001;
  }

  add(one: Block): void {
    if (this.#used === 0 && isGap(one)) return;
    if (this.#used === 0 && one.head !== null) this.add({ ...one.head, head: null });
    const [left, top] = [margin.side, margin.top + this.#used];
    for (const line of one.lines) this.lines.push({ ...line, x: line.x + left, y: line.y + top });
    for (const { points, ...mark } of one.marks)
      this.marks.push({ ...mark, points: points.map(([x, y]) => [x + left, y + top] as const) });
    this.#used += one.height;
  }
}
