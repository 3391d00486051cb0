import { expect } from 'vitest';
import type { Role } from '@/core/access';
import { CustomerSlug } from '@/core/ids';
import { createCaller } from '@/server/api/root';
import { apiOf } from './runs';
import { contextFor, type World } from './world';

/* Invitations as people come by them: made by somebody, and presented by whoever has the link. */

/** What the page that a link leads to sends on: the part behind the `#`. */
export const secretOf = ({ link }: { readonly link: string }): string => link.slice(link.indexOf('#') + 1);

/** Whoever holds a link, without being signed in. */
export const holder = () => createCaller(contextFor(null)).invitations;

export const passphrase = 'tulip gravel nine cobalt';

/** What the holder of a link sends to make an account of it. */
export const acceptance = (secret: string, name = 'Nadia Petrova') => ({ secret, name, password: passphrase });

export const newAddress = (): string => `${crypto.randomUUID().slice(0, 8)}@example.net`;

interface Wish {
  readonly email?: string;
  readonly role?: Role;
  readonly customers?: readonly string[];
  readonly days?: number;
}

/** Somebody of the world invites, where nothing else is said a new Viewer into acme-corp. */
export async function invite(
  { people }: Pick<World, 'people'>,
  by: Role,
  { email = newAddress(), role = 'viewer', customers = ['acme-corp'], days }: Wish = {},
) {
  const slugs = customers.map((slug) => CustomerSlug.parse(slug));
  const wish = { email, role, customers: slugs, ...(days === undefined ? {} : { days }) };
  const made = await apiOf(people[by]).invitations.make(wish);
  return { ...made, email, secret: secretOf(made) };
}

/** In these words a link is turned away, whatever is the matter with it. */
export const worthless = {
  code: 'FORBIDDEN',
  message: 'This invitation is not valid, or not any more. Ask for a new one.',
};

/** A link that is worth nothing: it opens nothing, makes nobody, and lets nobody join. */
export async function expectWorthless(secret: string): Promise<void> {
  await expect(holder().open({ secret })).rejects.toMatchObject(worthless);
  await expect(holder().accept(acceptance(secret))).rejects.toMatchObject(worthless);
}
