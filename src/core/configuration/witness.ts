import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** A host that shows whether our own link is there: `192.0.2.1:443`, `dns.example.net:53`, `[2001:db8::1]:443`. */
export const Witness = z
  .string()
  .trim()
  .max(260)
  .transform((text, context) => {
    const [, bare = '', bracketed = '', port = ''] =
      /^(?:([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)|\[([0-9A-Fa-f:.]+)\]):(\d{1,5})$/.exec(text) ?? [];
    const isPlace = bracketed === '' ? bare !== '' : ipaddr.IPv6.isValid(bracketed);
    if (isPlace && Number(port) >= 1 && Number(port) <= 65_535) return text.toLowerCase();
    context.addIssue({ code: 'custom', message: `${text} is not a host with a port, such as 192.0.2.1:443` });
    return z.NEVER;
  });
