import { beforeEach, describe, expect, test } from 'vitest';
import { until } from '@/cli/until';
import type { DeviceId } from '@/core/ids';
import { hasEnded } from '@/core/runs';
import { createCaller } from '@/server/api/root';
import { type TestDatabase, testDatabase } from '../../support/database';
import { Fleet, startRunner } from '../../support/routers';
import { apiOf, ending, isEndOf, runToEnd, watchUntil } from '../../support/runs';
import { contextFor, entriesOf, makeWorld, type World } from '../../support/world';

const database: TestDatabase = await testDatabase();
let world: World;
let fleet: Fleet;
let device: DeviceId;

beforeEach(async () => {
  await database.owner`truncate app.customer, app.person cascade`;
  world = await makeWorld(database);
  fleet = new Fleet(database);
  device = world.devices['acme-corp'][0] ?? fail();
});

const fail = (): never => {
  throw new Error('no such device');
};

describe('an action on a router', () => {
  test.each(['7.20.8', '6.49.18'])(
    'of RouterOS %s: its rows arrive, sealed at rest, and it is done',
    async (version) => {
      await fleet.enrol(device, { version });
      const { failures } = startRunner(fleet.dial);
      const { run, rows } = await runToEnd(world.people.operator, device, 'tool.ping', {
        address: '10.99.0.1',
        count: 3,
        interval: 200,
      });
      expect(run).toMatchObject({
        state: 'done',
        rows: 3,
        fault: null,
        isTruncated: false,
        by: { name: 'The operator', role: 'operator' },
      });
      expect(run.sent?.[0]).toContain('ping address=10.99.0.1 count=3');
      expect(rows.map(({ fields }) => fields.seq)).toEqual(['0', '1', '2']);
      const stored = await database.owner`select sealed from app.run_rows where run_id = ${run.id}`;
      for (const { sealed } of stored) expect(Buffer.from(sealed).includes('10.99.0.1')).toBe(false);
      expect(failures).toEqual([]);
    },
  );

  test('each of the catalogue that can be run comes to its end with rows of its own', async () => {
    await fleet.enrol(device);
    startRunner(fleet.dial);
    for (const [action, params] of [
      ['tool.traceroute', { address: '10.99.0.1', count: 2 }],
      ['if.list', {}],
      ['ip.routes', {}],
      ['fw.rules', {}],
      ['log.entries', {}],
      ['sys.overview', {}],
    ] as const) {
      const { run, rows } = await runToEnd(world.people.operator, device, action, params);
      expect([action, run.state, run.fault]).toEqual([action, 'done', null]);
      expect([action, rows.length]).toEqual([action, run.rows]);
      expect(run.rows).toBeGreaterThan(0);
    }
  });

  test('leaves its trace: who asked, what for, and how it ended', async () => {
    await fleet.enrol(device);
    startRunner(fleet.dial);
    const context = contextFor(world.people.operator);
    const { now } = await apiOf(world.people.operator).runs.list({ device, limit: 1 });
    const { id } = await createCaller(context).runs.start({ device, action: 'sys.overview' });
    await ending(world.people.operator, { device, since: now }, id);
    expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([
      {
        event: 'run.started',
        outcome: 'ok',
        target: { kind: 'device', id: device },
        detail: { run: id, action: 'sys.overview' },
      },
    ]);
    expect(await entriesOf(database.owner, id)).toMatchObject([
      {
        event: 'run.ended',
        outcome: 'ok',
        actor: { kind: 'runner', because: `run:${id}` },
        detail: { state: 'done', action: 'sys.overview' },
      },
    ]);
  });

  test('is not taken with what the catalogue refuses, and nothing is left of it', async () => {
    await fleet.enrol(device);
    const start = (action: string, params: Record<string, unknown>) =>
      // safe: what a caller may send is not what the type allows.
      apiOf(world.people.operator).runs.start({ device, action: action as 'tool.ping', params });
    await expect(start('tool.ping', { address: '1.1.1.1', count: 301 })).rejects.toThrow('count: from 1 to 300');
    await expect(start('tool.ping', { address: '' })).rejects.toThrow('address');
    await expect(start('tool.ping', { address: '1.1.1.1', 'src-address': '1.1.1.1\n=count=9' })).rejects.toThrow(
      'src-address',
    );
    await expect(start('tool.ping', { address: '1.1.1.1', command: '/system/reboot' })).rejects.toThrow(
      'no such parameter',
    );
    await expect(start('tool.reboot', {})).rejects.toThrow('no such action');
    await expect(start('sys.reboot', {})).rejects.toThrow('no such action');
    await expect(start('tool.bwtest', {})).rejects.toThrow('confirmation');
    const [row] =
      await database.owner`select count(*)::int as runs from app.run where device_id = ${device} and state <> 'done'`;
    expect(row?.runs).toBe(0);
  });

  test('that the router refuses fails in the words of the router', async () => {
    await fleet.enrol(device, {
      accounts: [{ name: 'routeward-read', password: 'reads the routers', policies: ['api', 'read'] }],
    });
    startRunner(fleet.dial);
    const { run } = await runToEnd(world.people.operator, device, 'tool.ping', { address: '10.99.0.1' });
    expect(run).toMatchObject({
      state: 'failed',
      fault: { code: 'notPermitted', message: expect.stringContaining('not enough permissions') },
    });
    const [row] = await database.owner`select fault_sealed from app.run where id = ${run.id}`;
    expect(Buffer.from(row?.fault_sealed).includes('permissions')).toBe(false);
  });

  test('to a router with another certificate fails, and no password reaches it', async () => {
    const router = await fleet.enrol(device);
    router.faults.presentsOtherCertificate = true;
    startRunner(fleet.dial);
    const { run } = await runToEnd(world.people.operator, device, 'sys.overview');
    expect(run).toMatchObject({ state: 'failed', fault: { code: 'certificateDiffers' } });
    expect(router.received).toEqual([]);
  });

  test('whose router goes away in the middle keeps the rows so far', async () => {
    const router = await fleet.enrol(device);
    startRunner(fleet.dial);
    const { now } = await apiOf(world.people.operator).runs.list({ device, limit: 1 });
    const { id } = await apiOf(world.people.operator).runs.start({
      device,
      action: 'tool.ping',
      params: { address: '10.99.0.1', count: 300 },
    });
    await watchUntil(world.people.operator, { device, since: now }, (event) => event.kind === 'rows');
    router.faults.cut = { afterBytes: 5, by: 'RST' };
    const { run, rows } = await ending(world.people.operator, { device, since: now }, id);
    expect(run).toMatchObject({ state: 'failed', fault: { code: 'cut' } });
    expect(rows.length).toBeGreaterThan(0);
  });
});

describe('a run under way', () => {
  const started = async () => {
    const { now } = await apiOf(world.people.operator).runs.list({ device, limit: 1 });
    const { id } = await apiOf(world.people.operator).runs.start({
      device,
      action: 'tool.ping',
      params: { address: '10.99.0.1', count: 300 },
    });
    await watchUntil(world.people.operator, { device, since: now }, (event) => event.kind === 'rows');
    return { id, since: now };
  };

  test('is stopped by whoever may run it: the router hears /cancel and the rows so far stand', async () => {
    const router = await fleet.enrol(device);
    startRunner(fleet.dial);
    const { id, since } = await started();
    await expect(apiOf(world.people.viewer).runs.stop({ run: id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await apiOf(world.people.admin).runs.stop({ run: id })).toEqual({ asked: true });
    const { run, rows } = await ending(world.people.operator, { device, since }, id);
    expect(run).toMatchObject({ state: 'stopped', fault: null, isStopping: true });
    expect(rows.length).toBe(run.rows);
    expect(router.received.some(([word]) => word === '/cancel')).toBe(true);
    expect(await apiOf(world.people.admin).runs.stop({ run: id })).toEqual({ asked: false });
  });

  test('is watched by a Viewer as it goes, and by nobody of another customer', async () => {
    await fleet.enrol(device);
    startRunner(fleet.dial);
    const { id, since } = await started();
    const { events } = await watchUntil(
      world.people.viewer,
      { device, since },
      (event) => event.kind === 'rows' && event.run === id,
    );
    expect(events.some((event) => event.kind === 'run' && event.run.id === id)).toBe(true);
    const foreign = world.devices['other-isp'][0] ?? fail();
    await expect(watchUntil(world.people.viewer, { device: foreign, since }, () => true)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('is seen no longer, from the next moment on, by somebody who was taken off the customer', async () => {
    await fleet.enrol(device);
    startRunner(fleet.dial);
    const { id, since } = await started();
    const { personId } = world.people.viewer;
    const watching = watchUntil(world.people.viewer, { device, since }, (event, before) => {
      if (before.length === 0) void database.owner`delete from app.membership where person_id = ${personId}`.execute();
      return isEndOf(event, id);
    });
    await expect(watching).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('ends as interrupted when the runner is told to go and it does not end in time', async () => {
    await fleet.enrol(device);
    const { runner, failures } = startRunner(fleet.dial);
    const { id, since } = await started();
    await runner.end(0);
    const { run } = await ending(world.people.operator, { device, since }, id);
    expect(run.state).toBe('interrupted');
    expect(run.rows).toBeGreaterThan(0);
    expect(failures).toEqual([]);
  });
});

test('a router can have twelve runs under way and is not asked for a thirteenth', async () => {
  await fleet.enrol(device);
  const start = () => apiOf(world.people.operator).runs.start({ device, action: 'sys.overview' });
  for (let index = 0; index < 12; index += 1) await start();
  await expect(start()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
});

test('a run that was asked for while no runner was there begins with the next one, if that is soon', async () => {
  await fleet.enrol(device);
  const api = apiOf(world.people.operator);
  const [soon, late] = [
    await api.runs.start({ device, action: 'sys.overview' }),
    await api.runs.start({ device, action: 'if.list' }),
  ];
  await database.owner`update app.run set intended_at = now() - interval '2 minutes' where id = ${late.id}`;
  startRunner(fleet.dial);
  const isOver = async () =>
    hasEnded((await api.runs.get({ run: soon.id })).state) && hasEnded((await api.runs.get({ run: late.id })).state);
  expect(await until(isOver, 30_000)).toBe(true);
  expect(await api.runs.get({ run: soon.id })).toMatchObject({ state: 'done' });
  expect(await api.runs.get({ run: late.id })).toMatchObject({ state: 'interrupted', sent: null });
});
