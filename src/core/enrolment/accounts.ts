/**
 * The accounts of a set. The one that reads is always there; a router is changed with another; and a bandwidth test tells
 * the testing router an account of the tested one, which is for nothing else.
 */
export const accounts = ['read', 'write', 'test'] as const;
export type Account = (typeof accounts)[number];
export const otherAccounts = ['write', 'test'] as const satisfies readonly Account[];
export type OtherAccount = (typeof otherAccounts)[number];

/**
 * What each must be allowed on the router, and no more: none has `policy`, and RouterOS's own groups are never used, for
 * even `read` has `sensitive` and `reboot`. `winbox` is what the bandwidth server asks of whoever signs in to it; with
 * `api` beside it a sign-in can be tried, and without `read` it shows nothing.
 */
export const neededPolicies = {
  read: ['api', 'read', 'test'],
  write: ['api', 'read', 'write', 'test'],
  test: ['api', 'winbox'],
} as const satisfies Record<Account, readonly string[]>;

/** What only some changes need, for whoever wants them: saving a backup, and a restart. */
export const extraPolicies = { backup: ['ftp', 'sensitive'], reboot: ['reboot'] } as const;
/** What only torch and the sniffer need of the account that reads: they see who talks to whom. */
export const watchPolicies = ['sniff'] as const;
export type Extra = keyof typeof extraPolicies;

/** How an account is called in a sentence, after "the". */
export const accountTitles = {
  read: 'account that reads',
  write: 'account that writes',
  test: 'account for bandwidth tests',
} as const satisfies Record<Account, string>;

/** What a set can do: "reads and writes". */
export function abilitiesOf(held: readonly Account[]): string {
  const words = { read: 'reads', write: 'writes', test: 'tests' } as const;
  const said = accounts.filter((account) => held.includes(account)).map((account) => words[account]);
  return said.length > 2 ? `${said.slice(0, -1).join(', ')} and ${said.at(-1)}` : said.join(' and ');
}
