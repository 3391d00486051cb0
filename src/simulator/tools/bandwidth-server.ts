import type { Machine } from '../machine';

/** The other end of a bandwidth test, as the router that tests finds it. */
export interface BandwidthServer {
  /** Why it takes part in no test with this account, as the status says it; null: it does. */
  refusal(user: string, password: string): string | null;
}

/**
 * A router's own. That an account needs the policy `winbox` is in the manual; the words for a wrong one are from
 * memory, for no source was found, and that an account without the policy is refused in the same words is a guess.
 */
export const bandwidthServerOf = ({ state, accounts }: Machine): BandwidthServer => ({
  refusal(user, password) {
    const [server] = state.table('/tool/bandwidth-server').items;
    if (server?.fields.enabled !== 'true') return "can't connect";
    if (server.fields.authenticate !== 'true') return null;
    const account = accounts.find(({ name }) => name === user);
    const isTaken = account?.password === password && account.policies.includes('winbox');
    return isTaken ? null : 'authentication failed';
  },
});
