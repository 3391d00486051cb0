import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Font } from '@react-pdf/renderer';
import { unwrapped } from './woff';

/** The three letterings of the report; what one file has no glyph for is taken from the next. */
const files = {
  sans: {
    PlexSans: import.meta.resolve('@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-400-normal.woff'),
    PlexSansLatinExt: import.meta.resolve('@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-ext-400-normal.woff'),
    PlexSansVietnamese: import.meta.resolve('@fontsource/ibm-plex-sans/files/ibm-plex-sans-vietnamese-400-normal.woff'),
    PlexSansGreek: import.meta.resolve('@fontsource/ibm-plex-sans/files/ibm-plex-sans-greek-400-normal.woff'),
    PlexSansCyrillic: import.meta.resolve('@fontsource/ibm-plex-sans/files/ibm-plex-sans-cyrillic-400-normal.woff'),
    PlexSansCyrillicExt: import.meta.resolve(
      '@fontsource/ibm-plex-sans/files/ibm-plex-sans-cyrillic-ext-400-normal.woff',
    ),
    DejaVuSans: import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  },
  bold: {
    PlexSansBold: import.meta.resolve('@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-600-normal.woff'),
    PlexSansBoldLatinExt: import.meta.resolve(
      '@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-ext-600-normal.woff',
    ),
    PlexSansBoldVietnamese: import.meta.resolve(
      '@fontsource/ibm-plex-sans/files/ibm-plex-sans-vietnamese-600-normal.woff',
    ),
    PlexSansBoldGreek: import.meta.resolve('@fontsource/ibm-plex-sans/files/ibm-plex-sans-greek-600-normal.woff'),
    PlexSansBoldCyrillic: import.meta.resolve('@fontsource/ibm-plex-sans/files/ibm-plex-sans-cyrillic-600-normal.woff'),
    PlexSansBoldCyrillicExt: import.meta.resolve(
      '@fontsource/ibm-plex-sans/files/ibm-plex-sans-cyrillic-ext-600-normal.woff',
    ),
    DejaVuSansBold: import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
  },
  // Plex Mono has no Greek; DejaVu's Mono is as wide, and the last is for what only a proportional font has.
  mono: {
    PlexMono: import.meta.resolve('@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff'),
    PlexMonoLatinExt: import.meta.resolve('@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-ext-400-normal.woff'),
    PlexMonoVietnamese: import.meta.resolve('@fontsource/ibm-plex-mono/files/ibm-plex-mono-vietnamese-400-normal.woff'),
    PlexMonoCyrillic: import.meta.resolve('@fontsource/ibm-plex-mono/files/ibm-plex-mono-cyrillic-400-normal.woff'),
    PlexMonoCyrillicExt: import.meta.resolve(
      '@fontsource/ibm-plex-mono/files/ibm-plex-mono-cyrillic-ext-400-normal.woff',
    ),
    DejaVuSansMono: import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf'),
    DejaVuSans: import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type FaceName = keyof typeof files;

/** What we ask of a font that fontkit opened. */
interface OpenFont {
  readonly unitsPerEm: number;
  hasGlyphForCodePoint(codePoint: number): boolean;
  glyphForCodePoint(codePoint: number): { readonly advanceWidth: number };
}

export class Face {
  readonly #advances = new Map<number, number | null>();

  constructor(
    /** As react-pdf's `fontFamily` takes them: the first that has a glyph draws it. */
    readonly families: readonly string[],
    readonly fonts: readonly OpenFont[],
  ) {}

  /** How far a character moves on, in units of the font's size; null when no font has it. */
  advance(codePoint: number): number | null {
    const known = this.#advances.get(codePoint);
    if (known !== undefined) return known;
    const font = this.fonts.find((one) => one.hasGlyphForCodePoint(codePoint));
    const advance = font === undefined ? null : font.glyphForCodePoint(codePoint).advanceWidth / font.unitsPerEm;
    this.#advances.set(codePoint, advance);
    return advance;
  }
}

export type Faces = Readonly<Record<FaceName, Face>>;

/** Registers and opens the fonts. They are files of ours: nothing is fetched. */
export async function openFaces(): Promise<Faces> {
  // Addresses and ids are cut where we cut them, and never get a hyphen that is not theirs.
  Font.registerHyphenationCallback((word) => [word]);
  const [sans, bold, mono] = await Promise.all([openFace('sans'), openFace('bold'), openFace('mono')]);
  return { sans, bold, mono };
}

async function openFace(face: FaceName): Promise<Face> {
  const names = Object.entries(files[face]);
  const fonts = await Promise.all(names.map(([name, url]) => openFont(name, fileURLToPath(url))));
  return new Face(
    names.map(([name]) => name),
    fonts,
  );
}

async function openFont(fontFamily: string, file: string): Promise<OpenFont> {
  if (Font.getRegisteredFonts()[fontFamily] === undefined) Font.register({ family: fontFamily, src: source(file) });
  await Font.load({ fontFamily });
  const { data } = Font.getFont({ fontFamily });
  if (data === null) throw new Error(`the font ${fontFamily} could not be opened`);
  // safe: it is fontkit's font, whose types are in no package that react-pdf brings.
  return data as unknown as OpenFont;

  function source(path: string): string {
    if (!path.endsWith('.woff')) return path;
    return `data:font/ttf;base64,${unwrapped(readFileSync(path), fontFamily).toString('base64')}`;
  }
}
