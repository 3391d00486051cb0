/** As RouterOS's terminal wants a value with anything in it but the plainest characters. For people to read; nothing is sent from it. */
export function quoted(text: string): string {
  if (/^[A-Za-z0-9._:/-]+$/.test(text)) return text;
  return `"${text.replace(/[\\"$]/g, (character) => `\\${character}`)}"`;
}
