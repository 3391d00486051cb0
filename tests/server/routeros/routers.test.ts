import { expect, test, vi } from 'vitest';
import { Routers } from '@/server/routeros/routers';
import { type Script, startPeer } from './peer';
import { deadlineMs, scene, sentence } from './reading';

const answering: Script = ({ say }, _words, tag) => say(['!re', `.tag=${tag}`], ['!done', `.tag=${tag}`]);

/** Answers when it is told to, and /cancel at once. */
function holding() {
  const held: (() => void)[] = [];
  const script: Script = (visit, words, tag) => {
    const cancelled = words.find((word) => word.startsWith('=tag='));
    if (words[0] === '/cancel') visit.say(['!done', `.${cancelled?.slice(1)}`]);
    else held.push(() => answering(visit, words, tag));
  };
  const release = () => {
    for (const answer of held.splice(0)) answer();
  };
  return { held, script, release };
}

const code = (end: Promise<unknown>) =>
  end.then(
    () => 'done',
    (error: { code: unknown }) => error.code,
  );

test('one connection is used again and again, also by many at once', async () => {
  const { read, peer } = await scene({ script: answering });
  await Promise.all([read().end, read().end, read().end]);
  await read().end;
  expect(peer.visits).toHaveLength(1);
});

test('four commands at a time, sixteen wait, one more is busy', async () => {
  const { held, script, release } = holding();
  const { read, peer } = await scene({ script });
  const told = Array.from({ length: 20 }, () => read());
  await expect(read().end).rejects.toMatchObject({ code: 'busy' });
  for (let answered = 0; answered < 20; answered += 4) {
    await vi.waitFor(() => expect(held).toHaveLength(4));
    release();
  }
  await Promise.all(told.map(({ end }) => end));
  expect(peer.commands).toHaveLength(20);
});

test('a turn that does not come within 30 s is busy; who leaves the queue is not sent', async () => {
  const { held, script, release } = holding();
  const { read, peer, clock } = await scene({ script });
  const working = Array.from({ length: 4 }, () => read({ deadlineMs: 60_000 }));
  const leaves = new AbortController();
  const [left, late] = [read({ signal: leaves.signal }), read()];
  await vi.waitFor(() => expect(held).toHaveLength(4));
  leaves.abort();
  await expect(left.end).rejects.toMatchObject({ code: 'stopped' });
  clock.pass(30_000);
  await expect(late.end).rejects.toMatchObject({ code: 'busy' });
  release();
  await Promise.all(working.map(({ end }) => end));
  expect(peer.commands).toHaveLength(4);
});

test('a cancelled command counts as work until the router has ended it', async () => {
  const { read, peer, clock } = await scene({ script: () => undefined }, { inFlight: 1 });
  const stop = new AbortController();
  const first = read({ signal: stop.signal });
  await vi.waitFor(() => expect(peer.commands).toHaveLength(1));
  stop.abort();
  await expect(first.end).rejects.toMatchObject({ code: 'stopped' });
  read();
  await vi.waitFor(() => expect(peer.commands).toHaveLength(2));
  expect(peer.commands[1]?.[0]).toBe('/cancel');
  clock.pass(2_000);
  await vi.waitFor(() => expect(peer.commands).toHaveLength(3));
});

test('after 200 kB without a rest the next command takes a new connection', async () => {
  const { read, peer, clock } = await scene({
    script: ({ say }, _words, tag) =>
      say(['!re', `.tag=${tag}`, `=contents=${'x'.repeat(120_000)}`], ['!done', `.tag=${tag}`]),
  });
  await read().end;
  await read().end;
  expect(peer.visits).toHaveLength(1);
  await read().end;
  expect(peer.visits).toHaveLength(2);
  await vi.waitFor(() => expect(peer.open.size).toBe(1));
  await read().end;
  clock.pass(5_000);
  await read().end;
  expect(peer.visits).toHaveLength(2);
});

test('a connection that nobody uses is closed after 90 s', async () => {
  const { read, peer, clock } = await scene({ script: answering });
  await read().end;
  clock.pass(89_999);
  expect(peer.open.size).toBe(1);
  clock.pass(1);
  await vi.waitFor(() => expect(peer.open.size).toBe(0));
  await read().end;
  expect(peer.visits).toHaveLength(2);
});

test('a read on a connection that was used before is tried once more if it is gone before a row', async () => {
  const { read, peer } = await scene({
    script: (visit, words, tag) => {
      if (visit.heard.length === 2 || peer.visits.length === 2) answering(visit, words, tag);
      else visit.socket.resetAndDestroy();
    },
  });
  await read().end;
  let sent = 0;
  const onSent = () => {
    sent += 1;
  };
  expect(await read({ onSent }).end).toMatchObject({ rows: 1 });
  expect(sent).toBe(1);
  expect(peer.visits).toHaveLength(2);
});

test('not a third time, not on a new connection, not after a row', async () => {
  const { read, peer } = await scene({
    script: (visit, words, tag) => {
      if (peer.commands.length === 1) return answering(visit, words, tag);
      if (words[0] === '/rows') visit.say(['!re', `.tag=${tag}`]);
      visit.socket.end();
    },
  });
  await read().end;
  await expect(read().end).rejects.toMatchObject({ code: 'cut' });
  expect(peer.commands).toHaveLength(3);
  await expect(read().end).rejects.toMatchObject({ code: 'cut' });
  expect(peer.commands).toHaveLength(4);
});

test('rows that were told are not told again', async () => {
  const { read, peer } = await scene({
    script: (visit, words, tag) => {
      if (peer.commands.length === 1) return answering(visit, words, tag);
      visit.socket.end(Buffer.concat([Buffer.from(`\u0003!re${String.fromCharCode(5 + tag.length)}.tag=${tag}\0`)]));
    },
  });
  await read().end;
  const { rows, end } = read();
  await expect(end).rejects.toMatchObject({ code: 'cut' });
  expect(rows).toHaveLength(1);
  expect(peer.commands).toHaveLength(2);
});

test('a target that changed is connected to anew, and the old connection finishes what it was given', async () => {
  const { held, script, release } = holding();
  const { read, peer } = await scene({ script });
  const old = read();
  await vi.waitFor(() => expect(held).toHaveLength(1));
  const target = peer.target({ login: { name: 'routeward', password: 'a new one' } });
  const anew = read({}, sentence(), target);
  await vi.waitFor(() => expect(held).toHaveLength(2));
  expect(peer.visits).toHaveLength(2);
  release();
  await Promise.all([old.end, anew.end]);
  await vi.waitFor(() => expect(peer.open.size).toBe(1));
});

test('no more routers are connected to at a time than the cap', async () => {
  const logins: (() => void)[] = [];
  const { read, peer } = await scene(
    { login: ({ say }, _words, tag) => void logins.push(() => say(['!done', `.tag=${tag}`])), script: answering },
    { connects: 3 },
  );
  const told = Array.from({ length: 9 }, (_, index) => read({}, sentence(), peer.target({ key: `r${index}` })));
  for (let done = 0; done < 9; done += 3) {
    await vi.waitFor(() => expect(logins).toHaveLength(3));
    expect(peer.visits).toHaveLength(done + 3);
    for (const answer of logins.splice(0)) answer();
  }
  await Promise.all(told.map(({ end }) => end));
});

test('whoever is patient is connected after whoever is not, however long it has waited', async () => {
  const logins: { readonly who: string; readonly answer: () => void }[] = [];
  const { read, peer } = await scene(
    {
      login: ({ say }, words, tag) =>
        void logins.push({
          who: words.find((word) => word.startsWith('=name=')) ?? '',
          answer: () => say(['!done', `.tag=${tag}`]),
        }),
      script: answering,
    },
    { connects: 1 },
  );
  const ask = (name: string, isPatient: boolean) =>
    read({ isPatient }, sentence(), peer.target({ key: name, login: { name, password: 'x' } })).end;
  const told = [ask('first', true), ask('many-1', true), ask('many-2', true), ask('single', false)];
  for (const name of ['first', 'single', 'many-1', 'many-2']) {
    await vi.waitFor(() => expect(logins.map(({ who }) => who)).toEqual([`=name=${name}`]));
    logins.splice(0)[0]?.answer();
  }
  await Promise.all(told);
});

test('200 reads of routers that do not answer leave no socket and no timer', async () => {
  const { held, script } = holding();
  const { read, routers, peer, clock } = await scene({ script });
  const stops = Array.from({ length: 100 }, () => new AbortController());
  const told = Array.from({ length: 200 }, (_, index) =>
    read({ signal: stops[index]?.signal }, sentence(), peer.target({ key: `r${index % 100}` })),
  );
  await vi.waitFor(() => expect(held).toHaveLength(200), { timeout: 10_000 });
  for (const stop of stops) stop.abort();
  // Those that were stopped are over, and the deadlines of the others are still to come.
  await vi.waitFor(() => expect(clock.timers).toBe(100));
  clock.pass(deadlineMs);
  const codes = await Promise.all(told.map(({ end }) => code(end)));
  expect(codes.filter((one) => one === 'stopped')).toHaveLength(100);
  expect(codes.filter((one) => one === 'timedOut')).toHaveLength(100);
  await routers.close();
  await vi.waitFor(() => expect(peer.open.size).toBe(0));
  expect(clock.timers).toBe(0);
});

test('closing ends what is at work, what waits and what is being connected to, and takes nothing new', async () => {
  const { held, script } = holding();
  const { read, routers, peer, clock } = await scene({ script }, { inFlight: 1 });
  const working = [read(), read()];
  await vi.waitFor(() => expect(held).toHaveLength(1));
  const silent = await startPeer({ login: () => undefined });
  const connecting = read({}, sentence(), silent.target({ key: 'silent' }));
  await vi.waitFor(() => expect(silent.visits[0]?.heard).toHaveLength(1));
  const closed = routers.close();
  for (const { end } of [...working, connecting, read()]) expect(await code(end)).toBe('cut');
  await closed;
  await vi.waitFor(() => expect(peer.open.size + silent.open.size).toBe(0));
  expect(clock.timers).toBe(0);
  await silent.stop();
});

test('a peer that does not take leave is left after a second', async () => {
  const { read, routers, peer, clock } = await scene({ script: answering });
  await read().end;
  // It does not hear that we close, so it does not close either.
  peer.visits[0]?.socket.pause();
  const closed = routers.close();
  clock.pass(1_000);
  await closed;
  peer.visits[0]?.socket.resume();
  await vi.waitFor(() => expect(peer.open.size).toBe(0));
});

test('as the product makes it, it keeps its own time', async () => {
  const peer = await startPeer({ script: answering });
  const routers = new Routers({ dial: async ({ host, port }) => ({ host, port }) });
  expect(await routers.read(peer.target(), sentence(), { onRow: () => undefined })).toMatchObject({ rows: 1 });
  const silent = await startPeer({ script: () => undefined });
  const late = routers.read(silent.target({ key: 'silent' }), sentence(), { deadlineMs: 1, onRow: () => undefined });
  await expect(late).rejects.toMatchObject({ code: 'timedOut' });
  await routers.close();
  await Promise.all([peer.stop(), silent.stop()]);
});
