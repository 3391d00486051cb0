import { expect, test, vi } from 'vitest';
import { bytesOf, type Visit } from './peer';
import { scene, sentence } from './reading';

const reply = (tag: string) =>
  bytesOf(['!re', `.tag=${tag}`, '=name=one'], ['!re', `.tag=${tag}`, '=name=two'], ['!done', `.tag=${tag}`]);

const endings = {
  FIN: ({ socket }: Visit, bytes: Buffer) => void socket.end(bytes),
  RST: ({ socket }: Visit, bytes: Buffer) => void socket.write(bytes, () => socket.resetAndDestroy()),
};

/** What a read comes to if the router goes away after so many bytes, for each number of them. */
async function outcomes(what: 'command' | 'login', ending: (visit: Visit, bytes: Buffer) => void): Promise<unknown[]> {
  let place = 0;
  const said: { bytes: Buffer } = { bytes: Buffer.alloc(0) };
  const cutAfter = (visit: Visit, bytes: Buffer) => {
    said.bytes = bytes;
    ending(visit, bytes.subarray(0, place));
  };
  const { peer, read } = await scene(
    what === 'command'
      ? { script: (visit, _words, tag) => cutAfter(visit, reply(tag)) }
      : { login: (visit, _words, tag) => cutAfter(visit, bytesOf(['!done', `.tag=${tag}`])) },
  );
  const found: unknown[] = [];
  for (place = 0; place === 0 || place < said.bytes.length; place += 1) {
    // A router of its own each time: one that fails again and again is not asked again.
    const { end, rows } = read({}, sentence(), peer.target({ key: String(place) }));
    found.push(
      await end.then(
        () => 'done',
        ({ code }) => code,
      ),
    );
    expect(rows.length).toBeLessThanOrEqual(2);
  }
  await vi.waitFor(() => expect(peer.open.size).toBe(0));
  expect(peer.visits).toHaveLength(found.length);
  return found;
}

test.each(Object.entries(endings))(
  '%s at every byte of an answer: the read fails, typed, at once, and is not repeated',
  async (_name, ending) => {
    const found = await outcomes('command', ending);
    expect(found.length).toBeGreaterThan(50);
    expect(new Set(found)).toEqual(new Set(['cut']));
  },
);

test.each(Object.entries(endings))('%s at every byte of the login: not reachable', async (_name, ending) => {
  const found = await outcomes('login', ending);
  expect(found.length).toBeGreaterThan(10);
  expect(new Set(found)).toEqual(new Set(['unreachable']));
});
