import type { FaceName } from './typefaces';

/** Everything on paper is measured in points, 72 an inch, from the upper left corner. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
}

/** A4. */
export const upright: Sheet = { width: 595.28, height: 841.89 };
export const lying: Sheet = { width: 841.89, height: 595.28 };
export const margin = { side: 45, top: 42, bottom: 56 } as const;

/** What the number of a step stands in. */
export const gutter = 26;

export const widthOn = (sheet: Sheet): number => sheet.width - 2 * margin.side;
export const heightOn = (sheet: Sheet): number => sheet.height - margin.top - margin.bottom;

/** The cockpit's own colours, by day: ink on paper, red for what failed, blue for what is drawn. */
export const inks = {
  ink: '#12201b',
  faint: '#54615c',
  rule: '#cad2ce',
  line: '#76827d',
  fail: '#ae1f18',
  series: '#1f5fbf',
  span: '#9fb6d6',
} as const;
export type Ink = keyof typeof inks;

export interface Style {
  readonly face: FaceName;
  readonly size: number;
  /** From one line to the next. */
  readonly leading: number;
  readonly ink: Ink;
}

export const styles = {
  title: { face: 'bold', size: 18, leading: 23, ink: 'ink' },
  heading: { face: 'bold', size: 11, leading: 15, ink: 'ink' },
  strong: { face: 'bold', size: 10, leading: 14, ink: 'ink' },
  text: { face: 'sans', size: 10, leading: 14, ink: 'ink' },
  small: { face: 'sans', size: 8.5, leading: 12, ink: 'faint' },
  failed: { face: 'sans', size: 10, leading: 14, ink: 'fail' },
  failedStrong: { face: 'bold', size: 10, leading: 14, ink: 'fail' },
  label: { face: 'sans', size: 8.5, leading: 13, ink: 'faint' },
  value: { face: 'sans', size: 9.5, leading: 13, ink: 'ink' },
  code: { face: 'mono', size: 8.5, leading: 13, ink: 'ink' },
  codeFaint: { face: 'mono', size: 8.5, leading: 13, ink: 'faint' },
  head: { face: 'bold', size: 7.5, leading: 10, ink: 'faint' },
  scale: { face: 'mono', size: 7, leading: 9, ink: 'faint' },
  foot: { face: 'sans', size: 7.5, leading: 10, ink: 'faint' },
} as const satisfies Record<string, Style>;
