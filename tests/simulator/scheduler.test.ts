import { describe, expect, test } from 'vitest';
import type { RouterOptions, SimulatedRouter } from '@/simulator/router';
import { type Client, rowsIn } from './client';
import { full, meet, router } from './started';

const switcher = { ...full, name: 'switcher', policies: [...full.policies, 'reboot'] };
const policy = '=policy=read,write';
/** A clock an hour slow, in a zone two hours ahead. */
const odd = { clockSkewMs: -3_600_000, zone: { name: 'Europe/Riga', offsetMinutes: 120 } };
/** From our time to what such a clock shows. */
const aheadMs = 3_600_000;

/** A router whose mode allows schedules. */
const place = (options: Partial<RouterOptions> = {}): Promise<SimulatedRouter> =>
  router({ model: 'CHR', accounts: [full, switcher], ...options });

/** Date and time that a clock `aheadMs` ahead of ours shows `inMs` from now. */
function shown(inMs: number, ahead = 0): { date: string; time: string } {
  const [date = '', time = ''] = new Date(Date.now() + inMs + ahead).toISOString().split('T');
  return { date, time: time.slice(0, 8) };
}

const add = (client: Client, name: string, words: readonly string[]) =>
  client.ask('/system/scheduler/add', `=name=${name}`, policy, ...words);
/** A schedule that is due within two seconds. */
const soon = (ahead = 0): string[] => {
  const { date, time } = shown(1600, ahead);
  return [`=start-date=${date}`, `=start-time=${time}`];
};
const schedules = async (client: Client) => rowsIn(await client.ask('/system/scheduler/print'));
const messageOf = (heard: readonly (readonly string[])[]): string | undefined =>
  heard
    .find(([first]) => first === '!trap')
    ?.find((word) => word.startsWith('=message='))
    ?.slice('=message='.length);
const patient = { timeout: 10_000 };
const hasRun = async (client: Client) => (await schedules(client))[0]?.['run-count'];

describe('a schedule', () => {
  test('stands there as it was given, with what follows from it', async () => {
    const client = await meet(await place({ version: '7.20.8' }));
    await add(client, 'back', ['=start-date=2040-01-31', '=start-time=10:00:00', '=interval=01:30:00', '=on-event=#']);
    expect(await schedules(client)).toEqual([
      {
        ...{ '.id': '*1', name: 'back', 'start-date': '2040-01-31', 'start-time': '10:00:00', interval: '1h30m' },
        ...{ 'on-event': '#', owner: 'full', policy: 'read,write', 'run-count': '0', disabled: 'false' },
        'next-run': '2040-01-31 10:00:00',
      },
    ]);
    await client.ask('/system/scheduler/set', '=.id=*1', '=start-date=jan/31/2020', '=interval=0s');
    const [past] = await schedules(client);
    expect(past?.['start-date']).toBe('2020-01-31');
    expect(past).not.toHaveProperty('next-run');
    expect(await client.ask('/system/scheduler/remove', '=.id=back')).toEqual([['!done']]);
    expect(await schedules(client)).toEqual([]);
    expect(rowsIn(await client.ask('/system/history/print')).map(({ action }) => action)).toEqual([
      'script removed from scheduler',
      'changed scheduled script settings',
      'new script scheduled',
    ]);
  });

  test('6 writes its dates in its own way', async () => {
    const client = await meet(await place({ version: '6.49.18' }));
    await add(client, 'back', ['=start-date=Jan/31/2040', '=start-time=10:00:00']);
    const [row] = await schedules(client);
    expect(row).toMatchObject({ 'start-date': 'jan/31/2040', 'next-run': 'jan/31/2040 10:00:00' });
  });

  test.each([
    ['=start-date=2026-02-30', 'invalid value for argument start-date'],
    ['=start-time=25:00:00', 'invalid value for argument start-time'],
    ['=interval=often', 'invalid value for argument interval'],
    ['=policy=everything', 'input does not match any value of policy'],
    ['=owner=somebody', 'unknown parameter owner'],
  ])('refuses %s', async (word, message) => {
    const client = await meet(await place());
    expect(messageOf(await client.ask('/system/scheduler/add', '=name=x', word))).toBe(message);
    expect(await schedules(client)).toEqual([]);
  });

  test('is forbidden by the mode of a router for homes, and was not before there were modes', async () => {
    const client = await meet(await router({ model: 'hEX', version: '7.17.2' }));
    expect(messageOf(await add(client, 'back', []))).toBe('failure: not allowed by device-mode');
    const older = await meet(await router({ model: 'hEX', version: '7.16.2' }));
    expect((await add(older, 'back', [])).at(-1)?.[0]).toBe('!done');
    expect(messageOf(await add(older, 'back', []))).toBe('failure: already have such name');
    expect(messageOf(await older.ask('/system/scheduler/add'))).toBe('missing value(s) of argument(s) name');
  });
});

describe('at its time', () => {
  test.each(['6.49.18', '7.12.1', '7.24'])(
    'takes a change back, and itself away, by the router’s own clock: %s',
    async (version) => {
      const at = await place({ version, character: odd });
      const client = await meet(at);
      const [{ comment, disabled } = {}] = rowsIn(await client.ask('/interface/print', '?name=ether2'));
      const before = at.state.hash();
      await client.ask('/ip/firewall/filter/add', '=chain=forward', '=action=drop', '=comment=rw $x "1"');
      await client.ask('/interface/set', '=.id=ether2', '=comment=new', '=disabled=yes');
      const inverse = [
        '/ip firewall filter remove [find where comment="rw \\$x \\"1\\""]',
        `/interface set ether2 comment="${comment}" disabled=${disabled}`,
        '/system scheduler remove [find where name=back]',
      ].join('\n');
      await add(client, 'back', [...soon(aheadMs), `=on-event=${inverse}`]);
      const changed = at.state.hash();
      await expect.poll(() => schedules(client), patient).toEqual([]);
      expect(at.state.hash()).toBe(before);
      expect(changed).not.toBe(before);
      const lines = rowsIn(await client.ask('/log/print'));
      expect(lines.filter(({ topics }) => topics?.startsWith('script'))).toEqual([]);
    },
  );

  test('7 takes slashes, numbers and positions too', async () => {
    const at = await place();
    const client = await meet(at);
    const source =
      '/ip/firewall/filter/disable *2\n# a remark\n\n:delay 10ms\n/ip/firewall/filter/set numbers=*3 comment=ok\n';
    await add(client, 'back', [...soon(), `=on-event=${source}`]);
    const rules = at.state.table('/ip/firewall/filter');
    await expect.poll(() => rules.find('*3')?.fields.comment, patient).toBe('ok');
    expect(rules.find('*2')?.fields.disabled).toBe('true');
    // It ran once, and stays without a next time.
    expect(await hasRun(client)).toBe('1');
    expect((await schedules(client))[0]).not.toHaveProperty('next-run');
  });

  test('an interval runs again and again, until it is switched off', async () => {
    const at = await place();
    const client = await meet(at);
    await add(client, 'often', ['=interval=1s', '=on-event=/interface set ether2 comment=here']);
    await expect.poll(() => hasRun(client).then(Number), patient).toBeGreaterThan(1);
    await client.ask('/system/scheduler/disable', '=numbers=often');
    expect((await schedules(client))[0]).not.toHaveProperty('next-run');
  });

  test.each<[string, string, string]>([
    ['a variable', '/interface set ether2 comment=$x', 'syntax error (line 2)'],
    ['an unknown command behind another', '/interface set ether2 comment=x; /ip nothing', 'bad command name (line 2)'],
    ['a block', ':if (1=1) do={ /undo }', 'syntax error (line 2)'],
    ['another command of the console', ':log info x', 'bad command name (line 2)'],
    ['a menu that is not there', '/ip nothing set x=1', 'bad command name (line 2)'],
    ['an argument that is not there', '/interface set ether2 colour=red', 'unknown parameter colour (line 2)'],
    ['what its policy does not grant', '/system reboot', 'not enough permissions (9) (line 2)'],
  ])('%s is an error in the log, and nothing at all is done', async (_, line, reason) => {
    const at = await place();
    const client = await meet(at, switcher);
    const before = at.state.table('/interface').find('ether3')?.fields;
    await add(client, 'back', [...soon(), `=on-event=/interface set ether3 comment=first\n${line}`]);
    await expect.poll(() => hasRun(client), patient).toBe('1');
    const lines = rowsIn(await client.ask('/log/print', '?topics=script,error', '?topics=script,error,debug', '?#|'));
    expect(lines.map(({ message }) => message)).toEqual([
      'executing script from scheduler (back) failed, please check it manually',
      `(scheduler:back) ${reason}`,
    ]);
    expect(at.state.table('/interface').find('ether3')?.fields).toBe(before);
  });

  test('what fails in a block that forgives it is passed over, and the rest is done all the same', async () => {
    const at = await place();
    const client = await meet(at);
    const source =
      ':do { /interface set ether3 name="ether2" } on-error={}; :do { /interface set ether3 comment="a; {b}" } on-error={}';
    await add(client, 'back', [...soon(), `=on-event=${source}; /interface set ether2 mtu="1400"`]);
    const rows = at.state.table('/interface');
    await expect.poll(() => rows.find('ether2')?.fields.mtu, patient).toBe('1400');
    expect(rows.find('ether3')?.fields.comment).toBe('a; {b}');
  });

  test.each([
    ':do { /interface set ether3 comment=x on-error={}',
    ':do /undo } on-error={}',
    ':do { :do { } } on-error={}',
  ])('a block that does not end is no script: %s', async (line) => {
    const at = await place();
    const client = await meet(at);
    await add(client, 'back', [...soon(), `=on-event=${line}`]);
    await expect
      .poll(() => at.state.logged.at(-1)?.message, patient)
      .toMatch(/^\(scheduler:back\) (?:syntax error|bad command name) \(line 1\)$/);
  });

  test('what a clock that is set jumps over is not made up for; as if time had passed, it runs', async () => {
    const at = await place();
    const client = await meet(at);
    const { date, time } = shown(60_000);
    await add(client, 'back', [
      `=start-date=${date}`,
      `=start-time=${time}`,
      '=on-event=/interface set ether2 mtu=1400',
    ]);
    const mtu = () => at.state.table('/interface').find('ether2')?.fields.mtu;
    await at.letPass(30_000);
    expect([mtu(), await hasRun(client)]).toEqual(['1500', '0']);
    await at.letPass(31_000);
    expect([mtu(), await hasRun(client)]).toEqual(['1400', '1']);
    await add(client, 'late', [`=start-date=${shown(600_000).date}`, `=start-time=${shown(600_000).time}`]);
    at.state.setClock(3_600_000);
    expect((await schedules(client)).map((row) => row['next-run'])).toEqual([undefined, undefined]);
  });

  test('what stops half way says where', async () => {
    const at = await place();
    const client = await meet(at);
    const source =
      '/interface set ether3 comment=first\n/interface set ether3 name=ether2\n/interface set ether3 mtu=1400';
    await add(client, 'back', [...soon(), `=on-event=${source}`]);
    await expect
      .poll(() => at.state.logged.at(-1)?.message, patient)
      .toBe('(scheduler:back) already have interface with name ether2 (/interface/set; line 2)');
    expect(at.state.table('/interface').find('ether3')?.fields).toMatchObject({ comment: 'first', mtu: '1500' });
  });
});

test('a reboot forgets how often it ran and what fell into it, and runs what waits for it', async () => {
  const at = await place({ character: { bootMs: 2500 } });
  const client = await meet(at, switcher);
  await add(client, 'missed', [...soon(), '=on-event=/interface set ether2 comment=missed']);
  await add(client, 'greets', ['=start-time=startup', '=on-event=/interface set ether3 comment=awake']);
  await client.ask('/system/reboot');
  await client.closed();
  await expect.poll(() => at.state.uptimeSeconds, patient).toBeLessThan(60);
  await expect.poll(() => at.state.table('/interface').find('ether3')?.fields.comment, patient).toBe('awake');
  const again = await meet(at, switcher);
  expect((await schedules(again)).map((row) => [row.name, row['run-count'], row['next-run']])).toEqual([
    ['missed', '0', undefined],
    ['greets', '1', undefined],
  ]);
  expect(at.state.table('/interface').find('ether2')?.fields.comment).not.toBe('missed');
});
