import { describe, expect, test } from 'vitest';
import { byHand, changesSaid, changing, guardOf, meddled, toggled } from './meddling';
import {
  attempt,
  dialIn,
  type Place,
  place,
  previewed,
  routersOf,
  saidTo,
  standingOf,
  subscriber,
  wanted,
} from './scene';

describe('a subscriber is suspended', () => {
  test('word for word: looked at, guarded, looked at again, changed, read back from outside, released', async () => {
    const at = await place();
    const routers = routersOf();
    const { state, digest, preview } = await previewed(routers, at);
    expect(state).toBe('previewed');
    expect(preview.lines).toEqual([
      `/ppp/secret/set [find name=${subscriber}] disabled=yes`,
      `/ppp/active/remove [find name=${subscriber}]`,
    ]);
    expect(standingOf(at.router)).toBe('online');
    const before = saidTo(at.router).length;
    const { made, stages } = await attempt(routers, at, { digest });
    expect(made).toEqual({ state: 'verified', fault: null, others: 0 });
    expect(stages).toEqual(['checked', 'arming', 'armed', 'applied', 'reached', 'readBack', 'releasing']);
    expect(saidTo(at.router).slice(before)).toMatchInlineSnapshot(`
      [
        "/system/resource/print =.proplist=version",
        "/system/routerboard/print =.proplist=serial-number",
        "/user/active/print =.proplist=name,via,address",
        "/ppp/secret/print ?name=anna.rossi =.proplist=.id,name,service,profile,remote-address,disabled,comment",
        "/ppp/active/print ?name=anna.rossi =.proplist=.id,name,service,caller-id,address",
        "/system/history/print =.proplist=time,by,action,policy",
        "/safe-mode/take =on-error=abort",
        "/safe-mode/print =.proplist=enabled,user,current,owner",
        "/system/resource/print =.proplist=version",
        "/system/routerboard/print =.proplist=serial-number",
        "/user/active/print =.proplist=name,via,address",
        "/ppp/secret/print ?name=anna.rossi =.proplist=.id,name,service,profile,remote-address,disabled,comment",
        "/ppp/active/print ?name=anna.rossi =.proplist=.id,name,service,caller-id,address",
        "/ppp/secret/set =.id=*2 =disabled=true",
        "/ppp/active/remove =.id=*1",
        "/ppp/secret/print ?name=anna.rossi =.proplist=.id,name,service,profile,remote-address,disabled,comment",
        "/ppp/active/print ?name=anna.rossi =.proplist=.id,name,service,caller-id,address",
        "/system/history/print =.proplist=time,by,action,policy",
        "/safe-mode/print =.proplist=enabled,user,current,owner",
        "/safe-mode/release",
        "/safe-mode/print =.proplist=enabled,user,current,owner",
        "/ppp/secret/print ?name=anna.rossi =.proplist=.id,name,service,profile,remote-address,disabled,comment",
        "/ppp/active/print ?name=anna.rossi =.proplist=.id,name,service,caller-id,address",
      ]
    `);
    expect(standingOf(at.router)).toBe('suspended');
  });
});

describe('nothing is sent', () => {
  test.each([
    ['somebody changed what was previewed', async (at: Place) => (await byHand(at)).ask(...toggled('paid'))],
    [
      'somebody suspended them already',
      async (at: Place) => (await byHand(at)).ask('/ppp/secret/set', '=.id=*2', '=disabled=yes'),
    ],
    ['it is another RouterOS', (at: Place) => Object.assign(at.router.state, { bootedAt: 0 })],
  ])('where %s between the preview and now', async (what, meddle) => {
    const at = await place();
    const routers = routersOf();
    const { digest } = await previewed(routers, at);
    if (what === 'it is another RouterOS') {
      const other = await place({ version: '7.21.4' });
      expect((await attempt(routers, other, { digest })).made).toMatchObject({ fault: { code: 'differs' } });
      expect(changesSaid(other)).toEqual([]);
      return;
    }
    await meddle(at);
    const hand = changesSaid(at).length;
    const { made, stages } = await attempt(routers, at, { digest });
    expect(made).toMatchObject({ state: 'failed', fault: { code: 'differs' } });
    expect(stages).toEqual([]);
    expect(changesSaid(at)).toHaveLength(hand);
    expect(saidTo(at.router).some((words) => words.startsWith('/safe-mode/take'))).toBe(false);
  });

  test('where it was authorised for another device, other values or another template', async () => {
    const at = await place();
    const routers = routersOf();
    const { digest } = await previewed(routers, at);
    for (const other of [
      { ...wanted(), device: 'another' },
      { ...wanted(), reverts: 'another' },
      wanted('subscriber.suspend', 'bruno.bianchi'),
      wanted('subscriber.resume'),
    ]) {
      const { made } = await attempt(routers, at, { digest, wanted: other });
      expect(made).toMatchObject({ state: 'failed', fault: { code: 'differs' } });
    }
    expect(saidTo(at.router).some((words) => changing.test(words))).toBe(false);
  });

  test('where somebody changes the same between the look and the guard: the guard is let go again', async () => {
    const { at, tried } = await meddled('arming', async (there) => (await byHand(there)).ask(...toggled('paid')));
    expect(tried).toMatchObject({
      made: { state: 'failed', fault: { code: 'differs' } },
      stages: ['checked', 'arming'],
    });
    expect(changesSaid(at)).toHaveLength(1);
    expect(guardOf(at)).toBeNull();
    expect(at.router.state.table('/ppp/secret').find(subscriber)?.fields.comment).toBe('paid');
  });

  test('where somebody else holds safe mode, and they keep it', async () => {
    const at = await place();
    const routers = routersOf();
    const { digest } = await previewed(routers, at);
    const hand = await byHand(at);
    await hand.ask('/safe-mode/take');
    const { made } = await attempt(routers, at, { digest });
    expect(made).toMatchObject({ state: 'failed', fault: { code: 'guardTaken' } });
    expect(made.fault?.message).toContain('another user (admin)');
    expect(guardOf(at)?.name).toBe('admin');
    expect(changesSaid(at)).toEqual([]);
  });

  test('by an account that may not write', async () => {
    const at = await place();
    const routers = routersOf();
    const { digest } = await previewed(routers, at);
    const { made } = await attempt(routers, { target: at.reads }, { digest });
    expect(made).toMatchObject({ state: 'failed', fault: { code: 'notPermitted' } });
    expect(changesSaid(at)).toEqual([]);
  });

  test.each([
    ['refusesConnections', 'unreachable'],
    ['refusesLogins', 'loginRefused'],
    ['presentsOtherCertificate', 'certificateDiffers'],
  ] as const)('to a router that %s', async (fault, code) => {
    const at = await place();
    const routers = routersOf();
    const { digest } = await previewed(routers, at);
    at.router.faults[fault] = true;
    expect((await attempt(routers, at, { digest })).made).toMatchObject({ state: 'failed', fault: { code } });
    expect(changesSaid(at)).toEqual([]);
  });
});

describe('a preview', () => {
  test('refuses who is not there, and what would cut our own way', async () => {
    const routers = routersOf();
    const at = await place();
    expect(await previewed(routers, at, wanted('subscriber.suspend', 'nobody'))).toMatchObject({
      ...{ state: 'refused', preview: { refusals: [{ id: 'notFound', step: 0 }] } },
    });
    const { ownAddress } = (await previewed(routers, at)).preview;
    const own = await place({ isOffline: true });
    dialIn(own.router, subscriber, ownAddress ?? '');
    expect((await previewed(routers, own)).preview.refusals).toEqual([{ id: 'ownPath', step: 1 }]);
  });

  test('finds nothing to do for who is offline and suspended', async () => {
    const at = await place({ isOffline: true });
    const hand = await byHand(at);
    await hand.ask('/ppp/secret/set', '=.id=*2', '=disabled=yes');
    expect((await previewed(routersOf(), at)).state).toBe('unneeded');
  });

  test('is of a router by its board, or by its licence where it has none', async () => {
    const routers = routersOf();
    const digests = await Promise.all(
      [await place(), await place(), await place({ seed: 8 }), await place({ model: 'CHR' })].map(
        async (at) => (await previewed(routers, at)).digest,
      ),
    );
    // Each has a certificate of its own, which is a part of what it is.
    expect(new Set(digests).size).toBe(4);
  });

  test('changes nothing', async () => {
    const at = await place();
    const before = at.router.state.hash();
    await previewed(routersOf(), at);
    expect(at.router.state.hash()).toBe(before);
  });
});
