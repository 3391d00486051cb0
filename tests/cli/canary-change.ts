import { z } from 'zod';
import { until } from '@/cli/until';
import type { Canaries } from './canaries';
import type { Doors } from './canary-doors';

const patienceMs = 60_000;
const Asked = z.object({ change: z.string() });
const AskedRollout = z.object({ rollout: z.string() });
const ToldRollout = z.object({ rollout: z.object({ digest: z.string().nullable() }) });
const Told = z.object({ state: z.string(), digest: z.string().nullable() });

/**
 * A subscriber is suspended on a router, from the preview to the end; and it comes to nothing on one that lets nobody in.
 * Then as a rollout, as far as its preview.
 */
export async function suspend(
  { canaries, doors }: { readonly canaries: Canaries; readonly doors: Doors },
  token: string,
  { customer, device, dead, name }: Readonly<Record<'customer' | 'device' | 'dead' | 'name', string>>,
): Promise<void> {
  const ask = async (of: string): Promise<string> => {
    const body = { device: of, template: 'subscriber.suspend', values: { name } };
    return (await doors.send('POST /changes', { token, body })).json(Asked).change;
  };
  const told = async (change: string) =>
    (await doors.send('GET /changes/{change}', { in: { change }, token })).json(Told);
  const comesTo = async (change: string, wanted: string): Promise<void> => {
    const isThere = async () => (await told(change)).state === wanted;
    if (!(await until(isThere, patienceMs))) throw new Error(`a change is ${(await told(change)).state}`);
  };
  const change = await ask(device);
  await comesTo(change, 'previewed');
  const { digest } = await told(change);
  await doors.send('POST /changes/{change}/authorise', { in: { change }, token, body: { digest } });
  await comesTo(change, 'verified');
  // It takes no second person, so it is refused; what was typed is nowhere all the same.
  const reason = 'Nobody else is here.';
  const glass = { digest, reason, password: canaries.type('the password of who breaks the glass') };
  await doors.send('POST /changes/{change}/break-glass', { in: { change }, token, body: glass });
  await comesTo(await ask(dead), 'failed');

  const asking = { customer, template: 'subscriber.resume', values: { name }, devices: [device] };
  const { rollout } = (await doors.send('POST /rollouts', { token, body: asking })).json(AskedRollout);
  const digestNow = async () =>
    (await doors.send('GET /rollouts/{rollout}', { in: { rollout }, token })).json(ToldRollout).rollout.digest;
  if (!(await until(async () => (await digestNow()) !== null, patienceMs))) throw new Error('a rollout has no preview');
  const password = canaries.type('the password of who breaks the glass over a rollout');
  const body = { digest: await digestNow(), reason, password };
  await doors.send('POST /rollouts/{rollout}/break-glass', { in: { rollout }, token, body });
}
