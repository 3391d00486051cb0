/** A file nobody has looked at for longer than this should not be believed (RFC 9116, section 2.5.5: less than a year). */
const validDays = 364;

/** When what was said at `since` (ISO 8601) is stale; ISO 8601, UTC. */
export const contactExpires = (since: string): string =>
  new Date(Date.parse(since) + validDays * 86_400_000).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** RFC 9116: the text at /.well-known/security.txt. Lines end with CR LF, as the RFC's own grammar has it. */
export function securityTxt({
  contact,
  since,
  publicUrl,
}: {
  contact: string;
  since: string;
  publicUrl: string;
}): string {
  const fields = [
    `Contact: ${contact}`,
    `Expires: ${contactExpires(since)}`,
    'Preferred-Languages: en',
    `Canonical: ${publicUrl}/.well-known/security.txt`,
  ];
  return `${fields.join('\r\n')}\r\n`;
}
