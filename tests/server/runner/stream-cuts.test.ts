import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { type DeviceId, RunId } from '@/core/ids';
import { hasEnded } from '@/core/runs';
import { processEnv } from '@/env';
import { DeviceEvent } from '@/server/api/device-watch';
import { answerTrpc } from '@/server/api/http/trpc';
import { issueAccessToken } from '@/server/auth/access-token';
import { rotateSigningKey } from '@/server/auth/signing-keys';
import { testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { apiOf } from '../../support/runs';
import { makeWorld } from '../../support/world';

interface Line {
  readonly device: DeviceId;
  readonly since: string;
  readonly token: string;
}

/** The stream as a browser opens it; a browser hands back the id of the last event it had whole. */
async function opened({ device, since, token }: Line, lastEventId: string | null) {
  const input = encodeURIComponent(JSON.stringify({ device, since }));
  const headers = new Headers({ authorization: `Bearer ${token}`, accept: 'text/event-stream' });
  if (lastEventId !== null) headers.set('last-event-id', lastEventId);
  const answer = await answerTrpc(
    new Request(`${processEnv().publicUrl}/api/trpc/devices.watch?input=${input}`, { headers }),
  );
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  expect(answer.headers.get('cache-control')).toContain('no-transform');
  if (answer.body === null) throw new Error('a stream has a body');
  return answer.body.getReader();
}

interface Event {
  readonly id: string;
  readonly data: DeviceEvent;
}

/** Reads whole events; the line is cut after `most` bytes, wherever that is. Ends early when `enough` says so. */
async function readEvents(
  line: Line,
  lastEventId: string | null,
  most: number,
  enough: (event: Event) => boolean,
): Promise<Event[]> {
  const reader = await opened(line, lastEventId);
  const decoder = new TextDecoder();
  const events: Event[] = [];
  let [text, bytes] = ['', 0];
  while (bytes < most) {
    const { value, done } = await reader.read();
    if (done) break;
    const chunk = value.subarray(0, most - bytes);
    bytes += chunk.length;
    const blocks = (text + decoder.decode(chunk, { stream: true })).split('\n\n');
    text = blocks.pop() ?? '';
    events.push(...blocks.flatMap(eventIn));
    if (events.some(enough)) break;
  }
  await reader.cancel();
  return events;
}

/** Pings and the greeting have no id. */
function eventIn(block: string): Event[] {
  const field = (name: string) =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const id = field('id');
  return id === undefined ? [] : [{ id, data: DeviceEvent.parse(JSON.parse(field('data') ?? '')) }];
}

const database = await testDatabase();

test('of 2,000 numbered rows none is missing and none comes twice, with the stream cut at 20 random points', async () => {
  const world = await makeWorld(database);
  const fleet = new Fleet(database);
  const device = world.devices['acme-corp'][0];
  if (device === undefined) throw new Error('no such device');
  // Some hundred rows a second, so that cuts meet rows on their way as well as rows at rest.
  await fleet.enrol(device, { character: { interfaces: 2_000 }, faults: { drip: { bytes: 16_384, everyMs: 25 } } });
  await rotateSigningKey(processEnv().keysDirectory, new Date());
  const { token } = await issueAccessToken(world.people.viewer);
  startRunner(fleet.dial);
  const { now: since } = await apiOf(world.people.operator).runs.list({ device, limit: 1 });
  const { id } = await apiOf(world.people.operator).runs.start({ device, action: 'if.list' });
  const run = RunId.parse(id);
  const isEnd = ({ data }: Event) => data.kind === 'run' && data.run.id === run && hasEnded(data.run.state);
  const line = { device, since, token };
  const seen: Event[] = [];
  for (let cut = 0; cut < 20; cut += 1)
    seen.push(...(await readEvents(line, seen.at(-1)?.id ?? null, randomInt(1, 40_000), isEnd)));
  seen.push(...(await readEvents(line, seen.at(-1)?.id ?? null, Number.POSITIVE_INFINITY, isEnd)));
  const rows = seen.flatMap(({ data }) => (data.kind === 'rows' && data.run === run ? [data] : []));
  let next = 0;
  for (const { first, rows: some } of rows) {
    expect(first).toBe(next);
    next += some.length;
  }
  const names = rows.flatMap(({ rows: some }) => some.map(({ fields }) => fields.name));
  expect(names).toHaveLength(2_000);
  expect(new Set(names).size).toBe(2_000);
  expect(seen.at(-1)?.data).toMatchObject({ kind: 'run', run: { state: 'done', rows: 2_000 } });
});
