/*
 * What the lines for a router are filled in with. They are pasted into a terminal, so only what cannot be mistaken for
 * more of a line is let in; the password is the one text that is quoted there.
 */

const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const passwordLength = 24;
/** Above that, a byte would make the first signs likelier than the others. */
const fair = 256 - (256 % signs.length);

/** 24 letters and digits, each as likely as any other. `fill` puts random bytes into an array. */
export function makePassword(fill: (bytes: Uint8Array<ArrayBuffer>) => void): string {
  let password = '';
  while (password.length < passwordLength) {
    const bytes = new Uint8Array(passwordLength);
    fill(bytes);
    for (const byte of bytes) if (byte < fair) password += signs.charAt(byte % signs.length);
  }
  return password.slice(0, passwordLength);
}

const ipv4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
const ipv6 = /^[0-9a-f:.]*:[0-9a-f:.]*$/i;
const loopback = /^(?:127\.|::1$)/;

const isIpv4 = (text: string): boolean => ipv4.test(text) && text.split('.').every((part) => Number(part) < 256);
const isIpv6 = (text: string): boolean => ipv6.test(text) && (text.includes('::') || text.split(':').length === 8);
const isHost = (text: string): boolean => isIpv4(text) || isIpv6(text);

/** Whether RouterOS could take it as `address=`: an IP address, or a network such as `192.0.2.0/24`. */
export function isAddress(text: string): boolean {
  const [host = '', bits, ...rest] = text.split('/');
  if (rest.length > 0 || !isHost(host)) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (host.includes(':') ? 128 : 32));
}

/** Our address as a router sees it, as far as the address of the page tells: empty where that is a name, or this machine. */
export function addressOf(hostname: string): string {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return isHost(host) && !loopback.test(host) ? host : '';
}

/** What an account may be called: it stands in the lines without quotes, and names a group too. */
export const isAccount = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_.-]{0,50}$/.test(name);

/** `Reading`, or `Reading 2` where there is one already, and so on. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(`${name} ${number}`)) number += 1;
  return `${name} ${number}`;
}
