import { describe, expect, test } from 'vitest';
import { isRowNumber } from '@/core/actions/patterned';
import { RouterFault } from '@/server/routeros/fault';
import { signIn } from '../../simulator/client';
import { byHand, changesSaid, guardOf, inOrder, meddled } from './meddling';
import { attempt, dialIn, type Place, place, previewed, routersOf, settled, standingOf, subscriber } from './scene';

describe('it is undone, and proven to be', () => {
  test.each(['applied', 'reached', 'readBack', 'releasing'] as const)(
    'where %s cannot be written down',
    async (stage) => {
      const { at, tried } = await meddled(stage, () => {
        throw new Error('no database');
      });
      expect(tried.made).toMatchObject({ state: 'reverted', fault: { code: 'interrupted' } });
      expect(tried.stages.at(-1)).toBe('undone');
      expect([standingOf(at.router), guardOf(at)]).toEqual(['online', null]);
    },
  );

  test.each(inOrder)('where it is called off at %s', async (stage) => {
    const stop = new AbortController();
    const at = await place();
    const routers = routersOf();
    const { digest } = await previewed(routers, at);
    const { made } = await attempt(routers, at, {
      ...{ digest, signal: stop.signal },
      at: (reached) => (reached === stage ? stop.abort('claimLost') : undefined),
    });
    // After the last look back it is too late: what is to stay then stays.
    const isBefore = inOrder.indexOf(stage) < inOrder.indexOf('armed');
    const expected = stage === 'releasing' ? 'verified' : isBefore ? 'failed' : 'reverted';
    expect(made.state).toBe(expected);
    expect([standingOf(at.router), guardOf(at)]).toEqual([expected === 'verified' ? 'suspended' : 'online', null]);
  });

  test('where no second connection comes through: refused', async () => {
    const { at, tried } = await meddled('applied', (there) => {
      there.router.faults.refusesConnections = true;
    });
    expect(tried.made).toMatchObject({ state: 'reverted', fault: { code: 'notReachedAgain' } });
    expect([standingOf(at.router), guardOf(at)]).toEqual(['online', null]);
  });

  test('nor one that is answered in time', async () => {
    const { at, tried } = await meddled(
      'applied',
      (there) => {
        there.router.faults.isSilent = true;
      },
      { reachMs: 200 },
    );
    expect(tried.made).toMatchObject({
      ...{ state: 'reverted', fault: { code: 'notReachedAgain', message: 'It was not answered in time.' } },
    });
    expect([standingOf(at.router), guardOf(at)]).toEqual(['online', null]);
  });

  test.each([
    ['applied', 'reverted'],
    ['readBack', 'reverted'],
    ['arming', 'failed'],
    ['armed', 'failed'],
  ] as const)('where what is to be written down hangs at %s: it is %s', async (stage, state) => {
    const { at, tried } = await meddled(stage, () => new Promise<void>(() => undefined), { wholeMs: 300 });
    expect(tried.made).toMatchObject({ state, fault: { code: 'timedOut' } });
    expect([standingOf(at.router), guardOf(at)]).toEqual(['online', null]);
  });

  test('where what is read back is not what was predicted', async () => {
    const { at, tried } = await meddled('applied', async (there) =>
      (await byHand(there)).ask('/ppp/secret/set', '=.id=*2', '=disabled=no'),
    );
    expect(tried.made).toMatchObject({ state: 'reverted', fault: { code: 'notAsPredicted' }, others: 1 });
    expect(standingOf(at.router)).toBe('online');
  });

  test('where they have dialled in once more', async () => {
    const { at, tried } = await meddled('applied', (there) => dialIn(there.router));
    expect(tried.made).toMatchObject({ state: 'reverted', fault: { code: 'notAsPredicted' } });
    expect(standingOf(at.router)).toBe('online');
  });

  test('and where others changed something meanwhile, it is said that theirs went too', async () => {
    const comments: (string | undefined)[] = [];
    const commentOf = ({ router }: Place) => router.state.table('/interface').find('ether2')?.fields.comment;
    const { at, tried } = await meddled('applied', async (there) => {
      comments.push(commentOf(there));
      const hand = await byHand(there);
      await hand.ask('/interface/set', '=.id=ether2', '=comment=spare');
      await hand.ask('/interface/set', '=.id=ether3', '=comment=spare');
      throw new Error('no database');
    });
    expect(tried.made).toMatchObject({ state: 'reverted', others: 2 });
    expect(tried.made.fault?.message).toMatch(/2 changes that others made meanwhile were undone as well: admin \(/);
    expect(comments).toEqual([commentOf(at)]);
  });
});

test('a session that ended by itself is no failure', async () => {
  const { at, tried } = await meddled('armed', ({ router }) => {
    const active = router.state.table('/ppp/active');
    for (const item of [...active.items]) active.remove(item);
  });
  expect(tried.made).toEqual({ state: 'verified', fault: null, others: 0 });
  expect(changesSaid(at)).toHaveLength(2);
  expect(standingOf(at.router)).toBe('suspended');
});

test('a change of others that is not about the same is let be, and counted', async () => {
  const { at, tried } = await meddled('applied', async (there) =>
    (await byHand(there)).ask('/interface/set', '=.id=ether2', '=comment=spare'),
  );
  expect(tried.made).toEqual({ state: 'verified', fault: null, others: 1 });
  expect(at.router.state.table('/interface').find('ether2')?.fields.comment).toBe('spare');
});

test.each(inOrder)('a router that reboots at %s: all or nothing, and what is read back says which', async (stage) => {
  const { at, routers, tried } = await meddled(stage, async (there) => {
    there.router.state.upcoming.catchUp();
    const hand = await signIn(there.router, 'rebooter', 'by hand');
    await hand.ask('/system/reboot');
    await hand.closed();
  });
  const end = await settled(routers, at, tried);
  // Nobody is online after a reboot who has not dialled since; who may is what counts.
  const isSuspended = at.router.state.table('/ppp/secret').find(subscriber)?.fields.disabled === 'true';
  expect(isSuspended).toBe(end === 'verified');
  if (isSuspended) expect(standingOf(at.router)).toBe('suspended');
  expect(['verified', 'reverted', 'failed']).toContain(end);
});

test('what another account left in safe mode is waited for', async () => {
  const { at, routers, tried } = await meddled('releasing', ({ router }) => {
    router.faults.cut = { afterBytes: 1, by: 'RST' };
  });
  expect(tried.made.state).toBe('unknown');
  expect(tried.plan?.changes.every(({ row }) => isRowNumber(row))).toBe(true);
  const hand = await byHand(at);
  await hand.ask('/safe-mode/take', '=on-error=release');
  const settling = settled(routers, at, tried);
  await hand.ask('/safe-mode/release');
  expect(await settling).toBe('verified');
  expect(standingOf(at.router)).toBe('suspended');
});

test('what is thrown is never thrown at whoever asked', async () => {
  const at = await place();
  const { made } = await attempt(routersOf(), at, { digest: '0'.repeat(64) });
  expect(made.fault).toBeInstanceOf(RouterFault);
});
