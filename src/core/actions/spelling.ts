/*
 * The same address can be written in many ways. A query of RouterOS's compares text, so there is one spelling of each here:
 * the one that RouterOS answers with.
 */

const written = [
  /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i,
  /^[0-9a-f]{2}(?:-[0-9a-f]{2}){5}$/i,
  /^[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}$/i,
  /^[0-9a-f]{12}$/i,
];

/** `AA:BB:CC:DD:EE:FF` of `aa:bb:…`, `aa-bb-…`, `aabb.ccdd.eeff` and `aabbccddeeff`; null for anything else. */
export function spelledMac(text: string): string | null {
  if (!written.some((form) => form.test(text))) return null;
  const pairs = text.replace(/[:.-]/g, '').toUpperCase().match(/../g) ?? [];
  return pairs.join(':');
}

/** `2001:db8::1` of `2001:DB8:0::1`, also with a length behind it. Anything without a colon stays as it is. */
export function spelledAddress(text: string): string {
  const [, address, length = ''] = /^([0-9a-f:.]+:[0-9a-f:.]*)(\/\d+)?$/i.exec(text) ?? [];
  if (address === undefined) return text;
  // The parser of URLs knows RFC 5952, in the server as in the browser. It would write a mapped IPv4 address in hexadecimal.
  return address.includes('.')
    ? text.toLowerCase()
    : `${new URL(`http://${`[${address}]`}/`).hostname.slice(1, -1)}${length}`;
}
