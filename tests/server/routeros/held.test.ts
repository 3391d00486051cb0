import { expect, test, vi } from 'vitest';
import { Unsendable } from '@/server/routeros/wire';
import { makeCertificate } from '@/simulator/certificate';
import type { Script } from './peer';
import { scene, sentence } from './reading';

const answering: Script = ({ say }, [path], tag) =>
  say(['!re', `.tag=${tag}`, `=name=${path}`, '=secret=x'], ['!done', `.tag=${tag}`, '=ret=*1']);
const silent: Script = () => undefined;
const never = () => new AbortController().signal;

test('a connection is held beside the one that reads, and neither is the other', async () => {
  const { routers, peer, read } = await scene({ script: answering });
  await read().end;
  const held = await routers.hold(peer.target(), never());
  await held.say(sentence('/one'));
  await read().end;
  const again = await routers.hold(peer.target(), never());
  await again.say(sentence('/two'));
  expect(peer.visits.map(({ heard }) => heard.map(([path]) => path))).toEqual([
    ['/login', '/system/identity/print', '/system/identity/print'],
    ['/login', '/one'],
    ['/login', '/two'],
  ]);
});

test('of an answer only what the sentence asked for is let in, and what came with its end', async () => {
  const { routers, peer } = await scene({ script: answering });
  const held = await routers.hold(peer.target(), never());
  const asked = sentence('/one');
  expect(await held.say({ ...asked, reply: { ...asked.reply, fields: ['name'] } })).toEqual({
    rows: [{ name: '/one' }],
    done: { ret: '*1' },
  });
});

test.each(['fin', 'rst'])(
  'it is gone when the router is (%s): nothing is said twice, and no other is opened',
  async (by) => {
    const script: Script = ({ socket }) => void (by === 'fin' ? socket.end() : socket.resetAndDestroy());
    const { routers, peer } = await scene({ script });
    const held = await routers.hold(peer.target(), never());
    expect(held.isGone).toBe(false);
    await expect(held.say(sentence('/one'))).rejects.toMatchObject({ code: 'cut' });
    await expect(held.say(sentence('/two'))).rejects.toMatchObject({ code: 'cut' });
    expect((await held.gone).code).toBe('cut');
    expect(held.isGone).toBe(true);
    expect(peer.commands.map(([path]) => path)).toEqual(['/one']);
    expect(peer.visits).toHaveLength(1);
  },
);

test('that it fails says nothing of reading', async () => {
  const { routers, peer, read } = await scene({
    script: answering,
    login: ({ say }, words, tag) =>
      words.includes('=password=wrong')
        ? say(['!trap', `.tag=${tag}`, '=message=invalid user name or password (6)'], ['!done', `.tag=${tag}`])
        : say(['!done', `.tag=${tag}`]),
  });
  const target = peer.target();
  const wrong = { ...target, login: { name: 'write', password: 'wrong' } };
  for (let turn = 0; turn < 4; turn += 1)
    await expect(routers.hold(wrong, never())).rejects.toMatchObject({ code: 'loginRefused' });
  await read({}, sentence(), target).end;
});

test('another certificate than the pinned one is told nothing', async () => {
  const { routers, peer } = await scene({ tls: await makeCertificate('a router'), script: answering });
  const target = peer.target({ transport: { kind: 'tls', pin: '0'.repeat(64) } });
  await expect(routers.hold(target, never())).rejects.toMatchObject({ code: 'certificateDiffers' });
  await vi.waitFor(() => expect(peer.open.size).toBe(0));
  expect(peer.visits.flatMap(({ heard }) => heard)).toEqual([]);
});

test('an attempt that is called off leaves nothing open; what was opened stays', async () => {
  const stop = new AbortController();
  const { routers, peer } = await scene({ script: answering, login: () => undefined });
  const holding = routers.hold(peer.target(), stop.signal);
  await vi.waitFor(() => expect(peer.visits).toHaveLength(1));
  stop.abort();
  await expect(holding).rejects.toMatchObject({ code: 'stopped' });
  await vi.waitFor(() => expect(peer.open.size).toBe(0));
  const other = await scene({ script: answering });
  const stopped = new AbortController();
  const held = await other.routers.hold(other.peer.target(), stopped.signal);
  stopped.abort();
  expect((await held.say(sentence('/one'))).done).toEqual({ ret: '*1' });
});

test('a sentence has its deadline, and one that is called off is not said when it was not yet', async () => {
  const { routers, peer, clock } = await scene({ script: silent });
  const held = await routers.hold(peer.target(), never());
  await expect(held.say(sentence('/one'), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'stopped' });
  expect(peer.commands).toEqual([]);
  const late = expect(held.say(sentence('/two'))).rejects.toMatchObject({ code: 'timedOut' });
  await vi.waitFor(() => expect(peer.commands).toHaveLength(1));
  clock.pass(10_000);
  await late;
});

test('what is no sentence of the catalogue is not said', async () => {
  const { routers, peer } = await scene({ script: answering });
  const held = await routers.hold(peer.target(), never());
  for (const bad of [sentence('/one /two'), sentence('/one', ['.tag=7']), sentence('/one', ['=name=a\nb'])])
    await expect(held.say(bad)).rejects.toThrow(Unsendable);
  expect(peer.commands).toEqual([]);
});

test('it ends with all others, and none is opened after that', async () => {
  const { routers, peer, clock } = await scene({ script: silent });
  const held = await routers.hold(peer.target(), never());
  const cut = expect(held.say(sentence('/one'))).rejects.toMatchObject({ code: 'cut' });
  await vi.waitFor(() => expect(peer.commands).toHaveLength(1));
  const closed = routers.close();
  await cut;
  clock.pass(1_000);
  await closed;
  await vi.waitFor(() => expect(peer.open.size).toBe(0));
  await expect(routers.hold(peer.target(), never())).rejects.toMatchObject({ code: 'cut' });
});
