/**
 * Divides `total` among those who want so much each: whoever wants less than an equal share gets it all, and what they
 * leave goes to the others. Whole numbers; in the order of `wanted`.
 */
export function fairShare(wanted: readonly number[], total: number): number[] {
  const shares = wanted.map(() => 0);
  let left = total;
  const byWant = wanted.map((want, index) => ({ want, index })).sort((a, b) => a.want - b.want);
  for (const [place, { want, index }] of byWant.entries()) {
    const share = Math.min(want, Math.floor(left / (byWant.length - place)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}
