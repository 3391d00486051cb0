import { expect, test } from 'vitest';
import type { Values } from '@/core/actions/parameter';
import { openValues } from '@/core/actions/parameters';
import type { Template } from '@/core/templates/define';
import { type TemplateId, templateOf } from '@/core/templates/library';
import { madeUp, type TrialOutcome, trialVersions } from '@/core/templates/trial';
import { tryTemplate } from '@/server/trial/try-template';
import { samples } from '../../support/template-samples';

/* A trial on a real simulated router: the preview, the making and the way back are those of a change. */

const tried = (template: Template, values: Values, routerOs: string = '7.24'): Promise<TrialOutcome> =>
  tryTemplate({ template, values, routerOs, signal: new AbortController().signal });

/** The sample without what is secret, which a trial makes up. */
const openOf = (id: TemplateId): Values => openValues(templateOf(id), samples[id][0]);

test.each(trialVersions)(
  'on RouterOS %s it goes all the way, or is refused for a menu that is not known well enough',
  async (routerOs) => {
    const outcome = await tried(templateOf('system.ntp'), openOf('system.ntp'), routerOs);
    if (routerOs === '6.49.18')
      return expect(outcome).toMatchObject({
        ...{
          made: null,
          said: [],
          fault: expect.stringMatching(/^How RouterOS 6.49.18 has .+ is not known well enough/),
        },
      });
    expect(outcome).toMatchObject({
      ...{
        previewed: 'previewed',
        made: 'verified',
        again: 'unneeded',
        undone: 'verified',
        isAsBefore: true,
        fault: null,
      },
      preview: { routerOs: expect.stringContaining(routerOs), refusals: [] },
    });
    expect(outcome.said[0]).toMatch(/^\/system\/ntp\/client\/set /);
  },
);

test('what would cut the way to the router is found, as on a real one, and nothing is said', async () => {
  const outcome = await tried(templateOf('management.allow-list'), {
    addresses: ['198.51.100.0/24'],
    ports: '1-65535',
  });
  expect(outcome).toMatchObject({ previewed: 'refused', made: null, said: [] });
  expect(outcome.preview?.lockout).toMatch(/^Management arrives from .+ would drop it/);
  expect(outcome.preview?.tier).toBe('W3');
});

test('what is not there is refused, and what is there already is nothing to do', async () => {
  expect(await tried(templateOf('subscriber.suspend'), { name: 'nobody' })).toMatchObject({
    ...{ previewed: 'refused', preview: { refusals: [{ id: 'notFound' }] } },
  });
  expect(await tried(templateOf('subscriber.resume'), { name: 'subscriber-2' })).toMatchObject({
    previewed: 'unneeded',
  });
});

test('what is secret is made up, and is told nowhere', async () => {
  const template = templateOf('wan.pppoe');
  const outcome = await tried(template, openOf('wan.pppoe'));
  expect(outcome.made).toBe('verified');
  const [secret] = Object.values(madeUp(template.parameters));
  expect(JSON.stringify(outcome)).not.toContain(String(secret));
  expect(outcome.said.join('\n')).toContain('=password=[redacted]');
});

test('it leaves nothing behind: no port that answers, and it ends when it is told to', async () => {
  const before = process.getActiveResourcesInfo().filter((one) => one.startsWith('TCP')).length;
  const ended = new AbortController();
  ended.abort();
  const outcome = await tryTemplate({
    ...{ template: templateOf('system.ntp'), values: openOf('system.ntp'), routerOs: '7.24', signal: ended.signal },
  });
  expect(outcome).toMatchObject({ previewed: null, made: null, said: [], fault: expect.any(String) });
  await tried(templateOf('system.ntp'), openOf('system.ntp'));
  expect(process.getActiveResourcesInfo().filter((one) => one.startsWith('TCP')).length).toBeLessThanOrEqual(before);
});
