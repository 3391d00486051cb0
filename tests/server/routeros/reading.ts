import { afterEach } from 'vitest';
import type { Sentence } from '@/core/actions/sentence';
import type { Limits } from '@/server/routeros/limits';
import { Routers } from '@/server/routeros/routers';
import type { ReadCall, ReadEnd, RouterTarget } from '@/server/routeros/target';
import { type Peer, type PeerOptions, startPeer } from './peer';
import { TestClock } from './test-clock';

export const deadlineMs = 10_000;

export function sentence(path = '/system/identity/print', words: readonly string[] = [], rowCap = 100_000): Sentence {
  // safe: a test may say what the catalogue would not.
  return { path, words, reply: { fields: [], deadlineMs, rowCap } } as unknown as Sentence;
}

/** What became of one read. */
export interface Told {
  readonly rows: Readonly<Record<string, string>>[];
  readonly end: Promise<ReadEnd>;
}

export interface Scene {
  readonly peer: Peer;
  readonly routers: Routers;
  readonly clock: TestClock;
  /** Reads from the peer; nothing is left unheard if it fails early. */
  readonly read: (call?: Partial<ReadCall>, what?: Sentence, target?: RouterTarget) => Told;
}

const scenes: Scene[] = [];

/** A peer and connections to it, gone when the test is over. */
export async function scene(options: PeerOptions = {}, limits: Partial<Limits> = {}): Promise<Scene> {
  const peer = await startPeer(options);
  const clock = new TestClock();
  const dial = async ({ host, port }: Pick<RouterTarget, 'host' | 'port'>) => ({ host, port });
  const routers = new Routers({ dial, clock, limits, random: () => 0.5 });
  const read: Scene['read'] = (call = {}, what = sentence(), target = peer.target()) => {
    const rows: Readonly<Record<string, string>>[] = [];
    const end = routers.read(target, what, { onRow: (fields) => void rows.push(fields), ...call });
    // Looked at later; until then it must not count as unhandled.
    end.catch(() => undefined);
    return { rows, end };
  };
  const made = { peer, routers, clock, read };
  scenes.push(made);
  return made;
}

afterEach(async () => {
  for (const { routers, peer, clock } of scenes.splice(0)) {
    const closed = routers.close();
    clock.pass(1_000);
    await closed;
    await peer.stop();
  }
});
