import { networksAround } from '@/core/change/lockout/addresses';
import { type PathMenu, pathSentence, wholeMenus } from '@/core/change/lockout/forms';
import { listsAskedFor } from '@/core/change/lockout/lists';
import { neighboursOf } from '@/core/change/lockout/path';
import type { PathRows } from '@/core/change/lockout/state';
import type { Step } from '@/core/change/step';
import { RouterFault } from '../routeros/fault';
import type { Held } from '../routeros/held';

type Fields = Readonly<Record<string, string>>;

const ruled = ['/ip/firewall/raw', '/ip/firewall/nat', '/ip/firewall/filter'] as const;

interface About {
  /** From where the router sees us come; null: it does not say. */
  readonly from: string | null;
  readonly steps: readonly Pick<Step, 'fields'>[];
  readonly signal: AbortSignal;
}

/** Reads what our own path to a router hangs on, before these steps and behind them. Throws RouterFault. */
export async function lookAtPath(held: Held, { from, steps, signal }: About): Promise<PathRows> {
  const read = async (menu: PathMenu, among?: readonly string[]): Promise<readonly Fields[]> => {
    if (among?.length === 0) return [];
    const said = held.say(pathSentence(menu, among), { signal });
    return (await said.catch(withoutMenu)).rows;
  };
  const found: Partial<Record<PathMenu, readonly Fields[]>> = {};
  for (const menu of wholeMenus) found[menu] = await read(menu);
  const rules = ruled.flatMap((menu) => found[menu] ?? []);
  const lists = listsAskedFor([...rules, ...steps.map(({ fields }) => fields)]);
  found['/ip/firewall/address-list'] = await read('/ip/firewall/address-list', lists);
  if (from === null) return { rows: found, lists };
  found['/ip/route'] = await read('/ip/route', networksAround(from));
  const neighbours = await read('/ip/arp', neighboursOf({ rows: found, lists }, from));
  found['/ip/arp'] = neighbours;
  const macs = neighbours.flatMap((row) => row['mac-address'] ?? []);
  found['/interface/bridge/host'] = await read('/interface/bridge/host', [...new Set(macs)]);
  return { rows: found, lists };
}

/** What a router does not have decides nothing. */
function withoutMenu(error: unknown): { readonly rows: readonly Fields[] } {
  if (error instanceof RouterFault && error.code === 'unsupported') return { rows: [] };
  throw error;
}
