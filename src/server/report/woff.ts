import { inflateSync } from 'node:zlib';

/** One table of a font: its four letters, its checksum and its bytes. */
interface Table {
  readonly tag: string;
  readonly checksum: number;
  readonly data: Buffer;
}

/**
 * A TrueType font out of its WOFF 1.0 wrapping, with a name of its own, as fontkit and pdfkit need it:
 * - fontkit looks for the outline of a glyph without one (the space) behind the end of the table, where WOFF has nothing;
 * - pdfkit knows an embedded font again by its name, and the parts of a family that were cut by script share one, so that
 *   each change of script embedded a font anew.
 */
export function unwrapped(woff: Buffer, name: string): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error(`${name} is not a WOFF font`);
  const tables = tablesOf(woff).map((table) => (table.tag === 'name' ? { ...table, data: nameTable(name) } : table));
  // The offset table: the flavour, how many tables, and what helps a binary search, which nobody does.
  const head = Buffer.alloc(12 + 16 * tables.length);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(tables.length, 4);
  const parts: Uint8Array[] = [head];
  let offset = head.length;
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const at = 12 + 16 * index;
    head.write(tag, at, 'latin1');
    head.writeUInt32BE(checksum, at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(data.length, at + 12);
    // Each table begins at a multiple of four, and room for the head of an outline is left behind each.
    const room = Buffer.alloc(16 - (data.length % 4));
    parts.push(data, room);
    offset += data.length + room.length;
  }
  return Buffer.concat(parts);
}

/** W3C WOFF File Format 1.0, section 4. */
function tablesOf(woff: Buffer): Table[] {
  return Array.from({ length: woff.readUInt16BE(12) }, (_, index) => {
    const at = 44 + 20 * index;
    const [offset, packed, plain] = [at + 4, at + 8, at + 12].map((place) => woff.readUInt32BE(place));
    const data = woff.subarray(offset ?? 0, (offset ?? 0) + (packed ?? 0));
    return {
      tag: woff.toString('latin1', at, at + 4),
      checksum: woff.readUInt32BE(at + 16),
      data: packed === plain ? data : inflateSync(data),
    };
  });
}

/** Family, style, full and PostScript name (OpenType `name`, ids 1, 2, 4 and 6), all the same, for Windows in English. */
function nameTable(name: string): Buffer {
  const text = Buffer.from(name, 'utf16le').swap16();
  const ids = [1, 2, 4, 6];
  const head = Buffer.alloc(6 + 12 * ids.length);
  head.writeUInt16BE(ids.length, 2);
  head.writeUInt16BE(head.length, 4);
  for (const [index, id] of ids.entries())
    for (const [place, value] of [3, 1, 0x409, id, text.length, 0].entries())
      head.writeUInt16BE(value, 6 + 12 * index + 2 * place);
  return Buffer.concat([head, text]);
}
