import { describe, expect, test } from 'vitest';
import { othersSentences } from '@/core/change/others-seen';
import { byHand, changesSaid } from './meddling';
import { attempt, place, previewed, routersOf, saidTo, standingOf } from './scene';

/* Safe mode is the router's: what others change is undone with ours. So they are asked about before it is taken. */

const note = ['/interface/set', '=.id=ether2', '=comment=by hand'] as const;

describe('what somebody else did since the preview', () => {
  test('stops the change before the guard, and is told; a new preview knows of it and goes on', async () => {
    const at = await place();
    const routers = routersOf();
    const { digest, preview } = await previewed(routers, at);
    await (await byHand(at)).ask(...note);
    const { made, stages } = await attempt(routers, at, { digest, seen: preview.others });
    expect(made).toMatchObject({ state: 'failed', fault: { code: 'othersChanged' } });
    expect(made.fault?.message).toMatch(/^admin \(.+, \d{4}-\d\d-\d\d .+\)\.$/);
    expect([stages, changesSaid(at)]).toEqual([[], []]);
    expect(saidTo(at.router).some((words) => words.startsWith('/safe-mode/take'))).toBe(false);
    const again = await previewed(routers, at);
    expect(othersSentences(again.preview.others, 'core-1').join(' ')).toContain(
      'somebody else changed on core-1: admin,',
    );
    const second = await attempt(routers, at, { digest: again.digest, seen: again.preview.others });
    expect(second.made).toMatchObject({ state: 'verified' });
    expect(standingOf(at.router)).toBe('suspended');
  });

  test('is none of it where it is our own, nor what was there at the preview', async () => {
    const at = await place();
    const routers = routersOf();
    await (await byHand(at)).ask(...note);
    for (const what of [undefined, undefined]) {
      const { digest, preview } = await previewed(routers, at, what);
      expect(preview.others.history).toHaveLength(1);
      const { made } = await attempt(routers, at, { digest, seen: preview.others });
      expect(made.fault).toBeNull();
    }
  });

  test('whoever holds safe mode is named by the preview', async () => {
    const at = await place();
    const hand = await byHand(at);
    await hand.ask('/safe-mode/take');
    const { preview } = await previewed(routersOf(), at);
    expect(preview.others.holder).toBe('admin');
    expect(othersSentences(preview.others, 'core-1')[0]).toMatch(/^admin is changing core-1 in safe mode/);
  });

  test('more than a handful are counted, and not all told', async () => {
    const at = await place();
    const routers = routersOf();
    const { digest, preview } = await previewed(routers, at);
    const hand = await byHand(at);
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f', 'g'])
      await hand.ask('/interface/set', '=.id=ether2', `=comment=${text}`);
    const { made } = await attempt(routers, at, { digest, seen: preview.others });
    expect(made.fault?.message).toMatch(/, 2 more\.$/);
  });
});
