import { isUtf8 } from 'node:buffer';

/** The text of `bytes` from `start` up to `end`. */
export type TextOf = (bytes: Buffer, start: number, end: number) => string;

/** What Windows-1252 has at 0x80 to 0x9F. Node 20's TextDecoder gives Latin-1 there; bytes without a letter stay. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * RouterOS keeps the bytes it was given: UTF-8 from most, the code page of somebody's PC from older WinBoxes. So text is
 * UTF-8 if it can be, else of the device's code page (an unknown one counts as Windows-1252). No byte is lost either way.
 */
export function deviceText(codePage: string | null): TextOf {
  const fromPage = decoderOf(codePage);
  return (bytes, start, end) => {
    const text = bytes.toString('utf8', start, end);
    // Only a text with this character can have been no UTF-8, so most words are looked at once.
    if (!text.includes('\ufffd')) return text;
    const word = bytes.subarray(start, end);
    return isUtf8(word) ? text : fromPage(word);
  };
}

function decoderOf(codePage: string | null): (bytes: Buffer) => string {
  const decoder = codePage === null ? null : knownDecoder(codePage);
  if (decoder === null || decoder.encoding === 'windows-1252') return decode1252;
  return (bytes) => decoder.decode(bytes);
}

function knownDecoder(codePage: string): { encoding: string; decode: (bytes: Buffer) => string } | null {
  try {
    return new TextDecoder(codePage);
  } catch {
    return null;
  }
}

function decode1252(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\u0080-\u009f]/g, (one) => windows1252.charAt(one.charCodeAt(0) - 0x80));
}
