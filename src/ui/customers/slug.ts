/** Letters that no decomposition takes apart, in the way they are written without them. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/**
 * A short name made of the full one: `São Paulo Wireless` gives `sao-paulo-wireless`. Empty where the name has nothing
 * that may stand in one; always a valid slug otherwise, so of at most 63 characters.
 */
export function suggestedSlug(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => letters[letter] ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
  const parts = plain.replace(/['’.]/g, '').match(/[a-z0-9]+/g) ?? [];
  return parts.join('-').slice(0, 63).replace(/-$/, '');
}

/** The first of the twelve stripes that nobody has; once all are taken, the one that the fewest have. */
export function freeStripe(used: readonly number[]): number {
  const holders = Array.from({ length: 12 }, (_, stripe) => used.filter((one) => one === stripe).length);
  return holders.indexOf(Math.min(...holders));
}
