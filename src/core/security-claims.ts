/** What the product says of its own security: the README's model, each in a sentence or two, in its order. */
export const claims = {
  door: {
    title: 'One door',
    text: 'Every request passes one door that demands a permission, a scope and an audit event. Roles cascade; the table is docs/permissions.md.',
  },
  walls: {
    title: 'Two walls between customers',
    text: 'Queries join the caller’s assignments, and PostgreSQL’s row security holds without them, for a login that owns nothing.',
  },
  signIn: {
    title: 'Signing in',
    text: 'Access tokens are signed with RS256 and live 15 minutes. Refresh tokens work once. Passwords are kept as bcrypt over a keyed hash.',
  },
  front: {
    title: 'The front',
    text: 'TLS 1.3 alone; a client that has less gets no answer.',
  },
  audit: {
    title: 'The audit log',
    text: 'No entry, no deed. The log is only ever added to: the application may change and delete nothing, and a trigger refuses the owner too.',
  },
  routers: {
    title: 'Routers are hostile until proven otherwise',
    text: 'A device is spoken to under the certificate that a person confirmed, and never at loopback, link-local, multicast or our own addresses.',
  },
  sealed: {
    title: 'Sealed at rest',
    text: 'Credentials and what routers answered are encrypted with AES-256-GCM before they reach PostgreSQL, under a key per customer that the master key wraps. Whether the disk below is encrypted is not ours to say; it is shown as found.',
  },
} as const satisfies Record<string, { title: string; text: string }>;

export type Claim = keyof typeof claims;

// safe: `claims` is a literal; its keys are exactly the claims.
export const claimNames = Object.keys(claims) as [Claim, ...Claim[]];

/** What a look at the running system found. `unknown` is a finding of its own: nothing is said that was not seen. */
export const findingStates = ['holds', 'fails', 'unknown'] as const;
export type FindingState = (typeof findingStates)[number];

export interface Finding {
  readonly claim: Claim;
  readonly state: FindingState;
  /** What was seen, in a sentence. */
  readonly words: string;
}
