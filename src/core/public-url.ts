import { z } from 'zod';

/** The address people open: an origin without a path, and without a slash at its end once it was read. */
export const PublicUrl = z
  .url({ protocol: /^https?$/, error: 'must be the address people open, such as https://routeward.example.net' })
  .refine(
    (url) => /^https?:\/\/[^/?#@]+\/?$/.test(url),
    'must be an origin without a path, such as https://routeward.example.net',
  )
  .transform((url) => new URL(url).origin);
