import { expect, test, vi } from 'vitest';
import { defaultLimits } from '@/server/routeros/limits';
import { type Hostile, hostile } from './hostile';
import { startPeer } from './peer';
import { deadlineMs, type Scene, scene, sentence, type Told } from './reading';

const megabyte = 1024 * 1024;
const waits = { command: deadlineMs, login: defaultLimits.loginMs, connect: defaultLimits.connectMs };

/** Lets the deadline come once everything that is to happen before it has happened. */
async function passDeadline({ after, isTls }: Hostile, { peer, clock }: Scene): Promise<void> {
  if (after === undefined) return;
  if (after === 'command') await vi.waitFor(() => expect(peer.commands).not.toEqual([]));
  else {
    await vi.waitFor(() => expect(peer.open.size).toBe(1));
    // Of a handshake that is not answered the other side has the first bytes.
    const [socket] = peer.open;
    await vi.waitFor(() =>
      expect(socket?.readableLength ?? 0).toBeGreaterThan(isTls || peer.visits.length === 0 ? 0 : -1),
    );
  }
  clock.pass(waits[after]);
}

async function outcomeOf({ rows, end }: Told): Promise<unknown> {
  try {
    const { rows: count } = await end;
    return { told: rows.length, count };
  } catch (error) {
    // The message is what a person reads: of one line, and not longer than they would.
    expect(String(error)).toMatch(/^RouterFault: [^\p{C}\p{Zl}\p{Zp}]{1,300}$/u);
    return error instanceof Error && 'code' in error ? error.code : error;
  }
}

test.each(hostile)('$name', async (one) => {
  const made = await scene(one.peer, one.limits);
  const before = process.memoryUsage().rss;
  const transport = one.isTls ? { kind: 'tls' as const, pin: '0'.repeat(64) } : { kind: 'plain' as const };
  const told = made.read({}, sentence(), made.peer.target({ transport }));
  await passDeadline(one, made);
  const { outcome } = one;
  expect(await outcomeOf(told)).toEqual(typeof outcome === 'number' ? { told: outcome, count: outcome } : outcome);
  expect(process.memoryUsage().rss - before).toBeLessThan(256 * megabyte);
});

test('there are enough of them, and each has a name of its own', () => {
  expect(new Set(hostile.map(({ name }) => name)).size).toBe(hostile.length);
  expect(hostile.length).toBeGreaterThanOrEqual(30);
});

test('routers that answer are read beside all of them at once', async () => {
  const peers = await Promise.all(hostile.map(({ peer }) => startPeer(peer)));
  const { routers, peer, clock, read } = await scene({
    script: ({ say }, _, tag) => say(['!re', `.tag=${tag}`], ['!done', `.tag=${tag}`]),
  });
  const hostiles = peers.map((one, index) => {
    const target = one.target({ key: `hostile ${index}`, host: '127.0.0.1' });
    return outcomeOf({ rows: [], end: routers.read(target, sentence(), { onRow: () => undefined }) });
  });
  const healthy = Array.from({ length: 50 }, (_, index) =>
    read({}, sentence(), peer.target({ key: `healthy ${index}` })),
  );
  for (const { end } of healthy) expect(await end).toMatchObject({ rows: 1 });
  // What is silent before the login, and then before the answer.
  clock.pass(defaultLimits.connectMs);
  const closed = routers.close();
  clock.pass(1_000);
  await Promise.all([...hostiles, closed]);
  await Promise.all(peers.map((one) => one.stop()));
});
