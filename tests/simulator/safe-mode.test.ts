import { describe, expect, test } from 'vitest';
import type { SimulatedRouter } from '@/simulator/router';
import { type Client, rowsIn } from './client';
import { full, meet, router } from './started';

const other = { ...full, name: 'other' };
const accounts = [full, other];
const messageOf = (heard: readonly (readonly string[])[]): string | undefined =>
  heard
    .find(([first]) => first === '!trap')
    ?.find((word) => word.startsWith('=message='))
    ?.slice('=message='.length);
const shown = async (client: Client) => rowsIn(await client.ask('/safe-mode/print'))[0];
const held = (place: SimulatedRouter): boolean => place.state.safeMode.holder !== null;

/** Adds, removes, moves in between and changes, over two sessions. */
async function disturb(...clients: readonly Client[]): Promise<void> {
  const sentences = [
    ['/ip/firewall/filter/add', '=chain=input', '=action=drop', '=src-address=192.0.2.7', '=place-before=*2'],
    ['/ip/firewall/filter/remove', '=.id=*3'],
    ['/interface/set', '=.id=ether2', '=comment=spare', '=disabled=yes'],
    ['/ip/address/add', '=address=10.9.9.1/24', '=interface=ether5'],
    ['/interface/set', '=.id=ether2', '=comment=spare too'],
  ];
  for (const [turn, words] of sentences.entries())
    expect(messageOf((await clients[turn % clients.length]?.ask(...words)) ?? [])).toBeUndefined();
}

describe('safe mode', () => {
  test.each(['6.49.18', '7.12.1', '7.17.2'])('is no command of the API on %s', async (version) => {
    const client = await meet(await router({ version }));
    expect(messageOf(await client.ask('/safe-mode/take'))).toBe('no such command prefix');
  });

  test('has one holder, and says who', async () => {
    const place = await router({ accounts });
    const [client, same, foreign] = [await meet(place), await meet(place), await meet(place, other)];
    expect(await shown(client)).toEqual({ enabled: 'false', current: 'false' });
    expect(await client.ask('/safe-mode/take', '=on-error=abort')).toEqual([['!done']]);
    expect(await client.ask('/safe-mode/take', '=on-error=abort')).toEqual([['!done']]);
    expect(messageOf(await same.ask('/safe-mode/take', '=on-error=abort'))).toBe(
      'Safe Mode is taken by current user in another session. Action aborted.',
    );
    expect(messageOf(await foreign.ask('/safe-mode/take', '=on-error=abort'))).toBe(
      'Safe Mode is taken by another user (full). Action aborted.',
    );
    expect(await shown(client)).toEqual({ enabled: 'true', user: 'full', current: 'true', owner: 'api' });
    expect(await shown(foreign)).toEqual({ enabled: 'true', user: 'full', current: 'false', owner: 'api' });
    expect(await foreign.ask('/safe-mode/get', '=value-name=user')).toEqual([['!done', '=ret=full']]);
    for (const verb of ['release', 'unroll'])
      expect(messageOf(await foreign.ask(`/safe-mode/${verb}`))).toBe('Safe Mode has not been taken. Action aborted.');
  });

  test('what is released stays, and can still be undone', async () => {
    const place = await router();
    const client = await meet(place);
    const before = place.state.hash();
    await client.ask('/safe-mode/take');
    await disturb(client);
    const flags = async () =>
      rowsIn(await client.ask('/system/history/print')).map((row) => [row['floating-undo'], row.undoable].join());
    expect(new Set(await flags())).toEqual(new Set(['true,false']));
    await client.ask('/safe-mode/release');
    expect(new Set(await flags())).toEqual(new Set(['false,true']));
    const after = place.state.hash();
    client.close();
    await expect.poll(() => place.connections).toBe(0);
    expect(place.state.hash()).toBe(after);
    const next = await meet(place);
    for (let turn = 0; turn < 5; turn++) await next.ask('/undo');
    expect(place.state.hash()).toBe(before);
  });

  test('an unroll brings back every row, number and place, whoever changed it', async () => {
    const place = await router({ accounts });
    const [client, foreign] = [await meet(place), await meet(place, other)];
    await foreign.ask('/interface/set', '=.id=ether3', '=comment=before');
    const before = { hash: place.state.hash(), rules: await client.ask('/ip/firewall/filter/print') };
    await client.ask('/safe-mode/take');
    await disturb(client, foreign);
    expect(place.state.hash()).not.toBe(before.hash);
    expect(await client.ask('/safe-mode/unroll')).toEqual([['!done']]);
    expect(place.state.hash()).toBe(before.hash);
    expect(await client.ask('/ip/firewall/filter/print')).toEqual(before.rules);
    expect(await shown(client)).toEqual({ enabled: 'false', current: 'false' });
    // What was done before safe mode is still in the history, and nothing else is.
    expect(rowsIn(await client.ask('/system/history/print')).map(({ by }) => by)).toEqual(['other']);
  });

  test.each(['FIN', 'RST', '/quit'] as const)('a connection that ends by %s takes its changes with it', async (by) => {
    const place = await router();
    const [client, watcher] = [await meet(place), await meet(place)];
    const before = place.state.hash();
    await client.ask('/safe-mode/take');
    await disturb(client, watcher);
    if (by === '/quit') await client.ask('/quit');
    else if (by === 'RST') client.socket.resetAndDestroy();
    else client.socket.end();
    await expect.poll(() => held(place)).toBe(false);
    expect(place.state.hash()).toBe(before);
  });

  test('another may keep the changes or undo them, and holds it from then on', async () => {
    const place = await router({ accounts });
    const [client, foreign] = [await meet(place), await meet(place, other)];
    const before = place.state.hash();
    await client.ask('/safe-mode/take');
    await disturb(client);
    const changed = place.state.hash();
    expect(await foreign.ask('/safe-mode/take', '=on-error=release')).toEqual([['!done']]);
    await foreign.ask('/safe-mode/unroll');
    expect(place.state.hash()).toBe(changed);
    await client.ask('/safe-mode/take');
    await client.ask('/interface/set', '=.id=ether4', '=comment=mine');
    expect(await foreign.ask('/safe-mode/take', '=on-error=unroll')).toEqual([['!done']]);
    expect(place.state.hash()).toBe(changed);
    expect(changed).not.toBe(before);
    expect(place.state.safeMode.holder?.name).toBe('other');
  });

  test('a hundred actions are undone; one more ends safe mode without a word and without an undo', async () => {
    const place = await router();
    const client = await meet(place);
    const act = async (count: number) => {
      for (let turn = 0; turn < count; turn++) await client.ask('/interface/set', '=.id=ether3', `=comment=${turn}`);
    };
    const before = place.state.hash();
    await client.ask('/safe-mode/take');
    await act(100);
    await client.ask('/safe-mode/unroll');
    expect(place.state.hash()).toBe(before);
    await client.ask('/safe-mode/take');
    await act(101);
    expect(await shown(client)).toEqual({ enabled: 'false', current: 'false' });
    const after = place.state.hash();
    client.close();
    await expect.poll(() => place.connections).toBe(0);
    expect(place.state.hash()).toBe(after);
  });

  test('rows that the router made by itself meanwhile stay', async () => {
    const place = await router();
    const client = await meet(place);
    await client.ask('/safe-mode/take');
    await client.ask('/ip/firewall/filter/add', '=chain=input');
    const rules = place.state.table('/ip/firewall/filter');
    rules.add({ chain: 'forward', action: 'drop', dynamic: 'true' });
    const count = rules.items.length;
    await client.ask('/safe-mode/unroll');
    expect(rules.items.map(({ fields }) => fields.dynamic).filter((is) => is === 'true').length).toBeGreaterThan(1);
    expect(rules.items).toHaveLength(count - 1);
  });
});
