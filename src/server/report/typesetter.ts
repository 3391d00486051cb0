import { visible } from '@/core/shown/cells';
import type { Style } from './paper';
import type { Face, Faces } from './typefaces';

/** Stands for what no font has a glyph for. */
const missing = '□';
/** A line is broken behind these when it has no space. */
const breaksBehind = /[,;:/|&?=_.-]/;
/** A space at the end of a line is not seen, a comma may hang over it, and an accent belongs to the letter before. */
const staysOnLine = /[ ,;\p{M}]/u;

/** Measures text, and cuts it into lines, with the widths that the fonts say. */
export class Typesetter {
  /** Characters that could not be printed so far. */
  unprintable = 0;

  constructor(readonly faces: Faces) {}

  /** The text as it can be printed: what cannot be seen is written out, and what no font has is a box, and counted. */
  printable(text: string, { face }: Pick<Style, 'face'>): string {
    const shown = visible(text);
    // Printable ASCII is what nearly all of it is, and every font has it.
    if (/^[ -~]*$/.test(shown)) return shown;
    let printed = '';
    for (const character of shown) {
      const hasGlyph = this.faces[face].advance(character.codePointAt(0) ?? 0) !== null;
      printed += hasGlyph ? character : missing;
      if (!hasGlyph) this.unprintable += 1;
    }
    return printed;
  }

  /** Of text that can be printed. */
  widthOf(text: string, { face, size }: Pick<Style, 'face' | 'size'>): number {
    let width = 0;
    for (const character of text) width += advanceOf(character, this.faces[face]);
    return width * size;
  }

  /** A person's words: their line breaks and tabs are kept. */
  words(text: string, style: Style, width: number): string[] {
    return text.split(/\r\n|\n|\r/).flatMap((line) => this.lines(line.replaceAll('\t', '    '), style, width));
  }

  /** The text in lines that fit, cut at a space, else behind a mark as addresses have them, else anywhere. */
  lines(text: string, style: Style, width: number): string[] {
    return this.cut(this.printable(text, style), style, width);
  }

  /** The same of text that can be printed. At least one line, at least one character in each. */
  cut(text: string, { face, size }: Pick<Style, 'face' | 'size'>, width: number): string[] {
    const room = width / size;
    const lines: string[] = [];
    let [start, end, used] = [0, 0, 0];
    // Where the line may end: behind its last space, or behind its last mark.
    let [space, mark] = [0, 0];
    for (const character of text) {
      const advance = advanceOf(character, this.faces[face]);
      const isTooLong = used + advance > room + 0.001 && end > start;
      if (isTooLong && !staysOnLine.test(character)) {
        const cutAt = firstBehind(start, [space, mark, end]);
        lines.push(text.slice(start, cutAt).trimEnd());
        used = this.widthOf(text.slice(cutAt, end), { face, size: 1 });
        start = cutAt;
        [space, mark] = [0, 0];
      }
      used += advance;
      end += character.length;
      if (character === ' ') space = end;
      else if (breaksBehind.test(character)) mark = end;
    }
    lines.push(text.slice(start).trimEnd());
    return lines;
  }
}

/** The first of the places that leaves something on the line. */
const firstBehind = (start: number, places: readonly number[]): number =>
  places.find((place) => place > start) ?? start;

const advanceOf = (character: string, face: Face): number => face.advance(character.codePointAt(0) ?? 0) ?? 0;
