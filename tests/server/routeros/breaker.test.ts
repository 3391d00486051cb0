import { expect, test, vi } from 'vitest';
import type { Script } from './peer';
import { scene, sentence } from './reading';

const answering: Script = ({ say }, _words, tag) => say(['!re', `.tag=${tag}`], ['!done', `.tag=${tag}`]);
const code = (end: Promise<unknown>) =>
  end.then(
    () => 'done',
    (error: { code: unknown }) => error.code,
  );

const refusing: Script = ({ say }, _words, tag) =>
  say(['!trap', `.tag=${tag}`, '=message=cannot log in'], ['!done', `.tag=${tag}`]);

/** Closes on the login while it is down. */
async function downAndUp() {
  const router = { isDown: true };
  const made = await scene({
    login: (visit, _words, tag) => (router.isDown ? void visit.socket.end() : visit.say(['!done', `.tag=${tag}`])),
    script: answering,
  });
  return { ...made, router };
}

test('after three failed connections in a row a router is left alone, longer each time, and tried once after that', async () => {
  const { read, peer, clock } = await downAndUp();
  for (let time = 0; time < 3; time += 1) expect(await code(read().end)).toBe('unreachable');
  for (const pauseMs of [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]) {
    const before = peer.visits.length;
    await expect(read().end).rejects.toMatchObject({
      code: 'waiting',
      message: `Unreachable; tried again in ${pauseMs / 1_000} s`,
    });
    clock.pass(pauseMs - 1);
    expect(await code(read().end)).toBe('waiting');
    expect(peer.visits).toHaveLength(before);
    clock.pass(1);
    const trials = [read(), read(), read()];
    for (const { end } of trials) expect(await code(end)).toBe('unreachable');
    expect(peer.visits).toHaveLength(before + 1);
  }
});

test('one answer and everything is forgotten', async () => {
  const { read, clock, router, peer } = await downAndUp();
  for (let time = 0; time < 3; time += 1) await code(read().end);
  clock.pass(5_000);
  router.isDown = false;
  expect(await code(read().end)).toBe('done');
  router.isDown = true;
  clock.pass(90_000);
  await vi.waitFor(() => expect(peer.open.size).toBe(0));
  for (let time = 0; time < 3; time += 1) expect(await code(read().end)).toBe('unreachable');
  await expect(read().end).rejects.toMatchObject({ message: 'Unreachable; tried again in 5 s' });
});

test('a refused login is not tried a second time: RouterOS counts', async () => {
  const { read, peer, clock } = await scene({ login: refusing });
  expect(await code(read().end)).toBe('loginRefused');
  expect(await code(read().end)).toBe('waiting');
  expect(peer.visits).toHaveLength(1);
  clock.pass(5_000);
  expect(await code(read().end)).toBe('loginRefused');
  expect(await code(read().end)).toBe('waiting');
  expect(peer.visits).toHaveLength(2);
});

test('once it is left alone, one failure of any kind is enough to go on', async () => {
  const router = { isDown: false };
  const { read, clock } = await scene({
    login: (visit, words, tag) => (router.isDown ? void visit.socket.end() : refusing(visit, words, tag)),
  });
  expect(await code(read().end)).toBe('loginRefused');
  clock.pass(5_000);
  router.isDown = true;
  expect(await code(read().end)).toBe('unreachable');
  await expect(read().end).rejects.toMatchObject({ code: 'waiting', message: 'Unreachable; tried again in 10 s' });
});

test('a corrected login is tried at once', async () => {
  const accepting: Script = ({ say }, _words, tag) => say(['!done', `.tag=${tag}`]);
  const { read, peer } = await scene({
    login: (visit, words, tag) => (words.includes('=password=right') ? accepting : refusing)(visit, words, tag),
    script: answering,
  });
  expect(await code(read().end)).toBe('loginRefused');
  const corrected = peer.target({ login: { name: 'routeward', password: 'right' } });
  expect(await code(read({}, sentence(), corrected).end)).toBe('done');
});

test('one connection that ends badly is one failure, however many commands were on it', async () => {
  const { read, peer } = await scene({ script: ({ say }) => void (peer.commands.length % 3 === 0 && say(['=hello'])) });
  for (let time = 0; time < 3; time += 1)
    for (const { end } of [read(), read(), read()]) expect(await code(end)).toBe('malformed');
  expect(await code(read().end)).toBe('waiting');
  expect(peer.visits).toHaveLength(3);
});

test('who answers, but not like a router, is left alone too', async () => {
  const { read, peer } = await scene({ script: ({ say }) => say(['=hello']) });
  for (let time = 0; time < 3; time += 1) expect(await code(read().end)).toBe('malformed');
  expect(await code(read().end)).toBe('waiting');
  expect(peer.visits).toHaveLength(3);
});

test.each(['not enough permissions (9)', 'no such item'])(
  'a router that refuses commands with "%s" is well',
  async (message) => {
    const { read, peer } = await scene({
      script: ({ say }, _words, tag) => say(['!trap', `.tag=${tag}`, `=message=${message}`], ['!done', `.tag=${tag}`]),
    });
    for (let time = 0; time < 5; time += 1) expect(['trap', 'notPermitted']).toContain(await code(read().end));
    expect(peer.visits).toHaveLength(1);
  },
);

test('one router that is left alone is no reason to leave another', async () => {
  const { read, peer } = await downAndUp();
  for (let time = 0; time < 4; time += 1) await code(read().end);
  expect(await code(read({}, sentence(), peer.target({ key: 'another' })).end)).toBe('unreachable');
});
