import fc from 'fast-check';
import { Transmitter } from 'node-routeros';
import { expect, test } from 'vitest';
import { RouterFault } from '@/server/routeros/fault';
import { deviceText } from '@/server/routeros/text';
import { caps, Decoder, encodeSentence, Unsendable } from '@/server/routeros/wire';
import { bytesOf, lengthBytes } from './peer';
import { bytesOfRecorded, recorded } from './recorded';

function decoded(chunks: readonly Buffer[], codePage: string | null = null): string[][] {
  const sentences: string[][] = [];
  const decoder = new Decoder(deviceText(codePage), (words) => void sentences.push([...words]));
  for (const chunk of chunks) decoder.push(chunk);
  return sentences;
}

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'nothing';
  } catch (error) {
    return error instanceof RouterFault ? error.code : error instanceof Unsendable ? 'unsendable' : String(error);
  }
};

/** Cut at these places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...[...places].sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

test.each(Object.keys(recorded))('%s: the same sentences, wherever it is cut', (name) => {
  const bytes = bytesOfRecorded(name);
  const whole = recorded[name];
  expect(decoded([bytes])).toEqual(whole);
  expect(decoded([...bytes].map((byte) => Buffer.of(byte)))).toEqual(whole);
  const expected = JSON.stringify(whole);
  const wrong = [];
  for (let place = 0; place <= bytes.length; place += 1)
    if (JSON.stringify(decoded(cut(bytes, [place]))) !== expected) wrong.push(place);
  expect(wrong).toEqual([]);
});

test('any sentences come back as they were, in any pieces', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom('.tag=1', '=a=', '!re', '=__proto__=x'),
  );
  const sentences = fc.array(fc.array(word, { minLength: 1 }), { minLength: 1 });
  fc.assert(
    fc.property(sentences, fc.array(fc.nat()), (words, places) => {
      const said = words.map((rest) => ['!re', ...rest]);
      const bytes = bytesOf(...said);
      const chunks = cut(
        bytes,
        places.map((place) => place % (bytes.length + 1)),
      );
      expect(decoded(chunks)).toEqual(said);
    }),
  );
});

test('garbage in any pieces ends in the same typed error, or none', () => {
  const outcome = (chunks: readonly Buffer[]) => {
    const heard: string[][] = [];
    const decoder = new Decoder(deviceText(null), (words) => void heard.push([...words]));
    return { code: codeOf(() => chunks.forEach((chunk) => void decoder.push(chunk))), heard };
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(300)), (garbage, places) => {
      const bytes = Buffer.from(garbage);
      const whole = outcome([bytes]);
      expect(['nothing', 'malformed', 'tooLarge']).toContain(whole.code);
      expect(
        outcome(
          cut(
            bytes,
            places.map((place) => Math.min(place, bytes.length)),
          ),
        ),
      ).toEqual(whole);
    }),
  );
});

const lengths = [1, 0x7f, 0x80, 0xff, 0x100, 0x3fff, 0x4000, 0x1f_ffff, 0x20_0000, caps.word];

test.each(lengths)('a word of %i bytes goes out and comes back', (length) => {
  const word = 'x'.repeat(length);
  const bytes = encodeSentence(['!re', word]);
  expect(bytes.equals(bytesOf(['!re', word]))).toBe(true);
  const [sentence] = decoded([bytes]);
  expect(sentence?.[1] === word).toBe(true);
});

test('a length in five bytes is read', () => {
  const bytes = Buffer.concat([Buffer.of(0xf0, 0, 0, 0, 3), Buffer.from('!re'), Buffer.of(0)]);
  for (let place = 0; place <= bytes.length; place += 1) expect(decoded(cut(bytes, [place]))).toEqual([['!re']]);
});

test('what we send is what a foreign client sends', () => {
  const foreign = (words: readonly string[]) => {
    const sent: Buffer[] = [];
    const socket = { writable: true, write: (bytes: Buffer | string) => void sent.push(Buffer.from(bytes)) };
    // safe: all that a Transmitter asks of a socket.
    const transmitter = new Transmitter(socket as never);
    for (const word of words) transmitter.write(word);
    // safe: so its own Connector ends a sentence, whatever its types say.
    transmitter.write(null as never);
    return Buffer.concat(sent);
  };
  const words = fc.array(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20_000 }), { minLength: 1 });
  fc.assert(
    fc.property(words, (said) => {
      expect(encodeSentence(said).equals(foreign(said))).toBe(true);
    }),
  );
});

test.each([0xf1, 0xf7, 0xf8, 0xff])('a length that begins with %i is refused at once', (byte) => {
  expect(codeOf(() => decoded([Buffer.of(byte)]))).toBe('malformed');
});

test('no word, no sentence and no number of words beyond the caps is kept', () => {
  expect(codeOf(() => decoded([bytesOf(['!re']).subarray(0, -1), lengthBytes(caps.word + 1)]))).toBe('tooLarge');
  expect(codeOf(() => decoded([bytesOf(['!re']).subarray(0, -1), lengthBytes(0xffff_ffff)]))).toBe('tooLarge');
  const many = bytesOf(Array.from({ length: caps.words + 1 }, () => 'a'));
  expect(codeOf(() => decoded([many]))).toBe('tooLarge');
  expect(decoded([bytesOf(Array.from({ length: caps.words }, () => 'a'))])[0]).toHaveLength(caps.words);
  const long = Buffer.from('x'.repeat(1024 * 1024));
  const decoder = new Decoder(deviceText(null), () => undefined);
  decoder.push(bytesOf(['!re']).subarray(0, -1));
  const megabyte = Buffer.concat([lengthBytes(long.length), long]);
  expect(codeOf(() => Array.from({ length: 32 }, () => decoder.push(megabyte)))).toBe('tooLarge');
});

test('another protocol is known by its first byte', () => {
  for (const banner of ['SSH-2.0-ROSSSH\r\n', 'HTTP/1.1 400 Bad Request\r\n', '220 FTP server ready\r\n'])
    expect(codeOf(() => decoded([Buffer.from(banner.slice(0, 1))]))).toBe('malformed');
});

test('a length that is only claimed takes no memory', () => {
  const before = process.memoryUsage().arrayBuffers;
  const decoders = Array.from({ length: 1_000 }, () => new Decoder(deviceText(null), () => undefined));
  for (const decoder of decoders)
    decoder.push(Buffer.concat([bytesOf(['!re']).subarray(0, -1), lengthBytes(caps.word), Buffer.from('=')]));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
});

test('text is UTF-8 if it can be, else of the code page, and no byte is lost', () => {
  const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const text = (bytes: Buffer, codePage: string | null) => deviceText(codePage)(bytes, 0, bytes.length);
  expect(text(Buffer.from('Zürich, Київ, \ufffd'), 'windows-1251')).toBe('Zürich, Київ, \ufffd');
  expect(text(Buffer.from([0xca, 0xe8, 0xbf, 0xe2]), 'windows-1251')).toBe('Київ');
  expect(text(Buffer.from([0x80, 0x31, 0x30, 0x92, 0xfc]), null)).toBe('€10’ü');
  expect(text(Buffer.from([0x92]), 'no such page')).toBe('’');
  for (const codePage of [null, 'windows-1251']) expect(new Set(text(everyByte, codePage)).size).toBe(256);
});

// A parameter with these once made a second sentence, `/system/reboot`, out of one, in another client.
const nasty = ['', '\0', 'a\0b', '\n', '\u007f', '\u0085', '\ud800', 'x\r\n/system/reboot'];

test.each(nasty)('%j is not sent', (word) => {
  expect(codeOf(() => encodeSentence(['/ping', word]))).toBe('unsendable');
});

test('a sentence is one sentence with the words that were given, or it is refused', () => {
  const hostile = fc.constantFrom(...nasty, '=', '?', '.tag=1', '/system/reboot', '!done', '\0\u000e/system/reboot\0');
  const word = fc
    .array(fc.oneof(hostile, fc.string({ unit: 'binary' })), { maxLength: 4 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(word), (words) => {
      let bytes: Buffer;
      try {
        bytes = encodeSentence(['/ping', ...words]);
      } catch (error) {
        expect(error).toBeInstanceOf(Unsendable);
        return;
      }
      expect(decoded([bytes])).toEqual([['/ping', ...words]]);
    }),
  );
});
