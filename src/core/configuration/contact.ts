import { z } from 'zod';
import { EmailAddress } from '../person-names';

/** RFC 9116, section 2.5.3: an address to write to, or a page. */
export const Contact = z
  .string()
  .trim()
  .max(500)
  .refine(
    (text) =>
      text.startsWith('mailto:')
        ? EmailAddress.safeParse(text.slice('mailto:'.length)).success
        : z.url({ protocol: /^https$/ }).safeParse(text).success && !/[\s"<>]/.test(text),
    'must read mailto:security@example.net, or be an https: address',
  );
