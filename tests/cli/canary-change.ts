import { z } from 'zod';
import { until } from '@/cli/until';
import type { Canaries } from './canaries';
import type { Doors } from './canary-doors';

const patienceMs = 60_000;
const Asked = z.object({ change: z.string() });
const Told = z.object({ state: z.string(), digest: z.string().nullable() });

/** A subscriber is suspended on a router, from the preview to the end; and it comes to nothing on one that lets nobody in. */
export async function suspend(
  { canaries, doors }: { readonly canaries: Canaries; readonly doors: Doors },
  token: string,
  { device, dead, name }: { readonly device: string; readonly dead: string; readonly name: string },
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
  const glass = {
    digest,
    reason: 'Nobody else is here.',
    password: canaries.type('the password of who breaks the glass'),
  };
  await doors.send('POST /changes/{change}/break-glass', { in: { change }, token, body: glass });
  await comesTo(await ask(dead), 'failed');
}
