import { expect, test } from 'vitest';
import { inverse } from '@/core/change/inverse';
import { compile } from '@/core/templates/compile';
import { templateOf } from '@/core/templates/library';
import { preview } from '@/server/change/preview';
import type { Wanted } from '@/server/change/wanted';
import { samples } from '../../support/template-samples';
import { furnish } from './furnished';
import { attempt, place, routersOf, saidTo, settled } from './scene';

/* A change that nothing guards is left in part: what was made of it, and nothing else, is taken back as a change of its own. */

const never = () => new AbortController().signal;

const isAdd = (words: string) => /\/add /.test(words);

test.each(['port.forward', 'abuser.block'] as const)(
  'of %s the first row was added and no other: it is gone again',
  async (id) => {
    const at = await place({ version: '7.17.2', model: 'hEX' });
    furnish(at.router.state);
    const before = at.router.state.hash();
    const routers = routersOf();
    const template = templateOf(id);
    const values = samples[id].at(-1) ?? {};
    const wanted: Wanted = { template, reverts: null, values, device: 'a device', steps: compile(template, values) };
    const look = (what: Wanted) => preview(routers, at.target, { wanted: what, signal: never() });
    const { digest, preview: shown } = await look(wanted);
    expect(shown.guard.rung).toBe('none');
    const stop = new AbortController();
    at.router.state.watchers.add(() => stop.abort('claimLost'));
    const tried = await attempt(routers, at, { wanted, digest, signal: stop.signal });
    expect(tried.made.state).toBe('unknown');
    expect(saidTo(at.router).filter(isAdd).length).toBeLessThan(
      shown.changes.filter(({ deed }) => deed === 'add').length,
    );
    await expect(settled(routers, at, tried)).resolves.toBe('never');
    expect(at.router.state.hash()).not.toBe(before);

    if (tried.plan === null) throw new Error('nothing was planned');
    const whole: Wanted = { ...wanted, reverts: 'it', steps: inverse(tried.plan) };
    expect((await look(whole)).preview.refusals).toContainEqual(expect.objectContaining({ id: 'notFound' }));
    const back: Wanted = { ...wanted, reverts: 'it', steps: inverse(tried.plan, true) };
    const undoing = await look(back);
    expect([undoing.state, undoing.preview.refusals]).toEqual(['previewed', []]);
    const { made } = await attempt(routers, at, { wanted: back, digest: undoing.digest });
    expect(made).toMatchObject({ state: 'verified', fault: null });
    expect(at.router.state.hash()).toBe(before);
  },
);
