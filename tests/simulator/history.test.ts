import { describe, expect, test } from 'vitest';
import { type Client, rowsIn } from './client';
import { full, meet, reader, router } from './started';

const history = async (client: Client): Promise<Record<string, string>[]> =>
  rowsIn(await client.ask('/system/history/print'));
const rule = ['/ip/firewall/filter/add', '=chain=input', '=action=drop', '=src-address=192.0.2.7'] as const;

describe('history', () => {
  test('tells who did what and when, the newest first', async () => {
    const place = await router({ version: '7.20.8', character: { zone: { name: 'Europe/Rome', offsetMinutes: 60 } } });
    const client = await meet(place);
    await client.ask('/interface/set', '=.id=ether2', '=comment=rack $1 "b"');
    const [done] = await client.ask(...rule);
    const [newest, oldest, ...more] = await history(client);
    expect(more).toEqual([]);
    const flags = { undoable: 'true', redoable: 'false', 'floating-undo': 'false', by: full.name, policy: 'write' };
    expect(newest).toMatchObject({ action: 'filter rule added', ...flags });
    expect(newest?.undo).toBe(`/ip firewall filter remove ${done?.[1]?.slice('=ret='.length)}`);
    expect(newest?.redo).toContain('src-address=192.0.2.7');
    expect(oldest).toMatchObject({ action: 'device changed', ...flags });
    expect(oldest?.redo).toMatch(/^\/interface set \*2 comment="rack \\\$1 \\"b\\""$/);
    // In the router's own clock.
    expect(Date.parse(`${newest?.time?.replace(' ', 'T')}Z`) - Date.now()).toBeGreaterThan(3_590_000);
  });

  test('dates are written as the version writes them, and 6 has it too', async () => {
    const client = await meet(await router({ version: '6.49.18' }));
    await client.ask(...rule);
    expect((await history(client))[0]?.time).toMatch(/^[a-z]{3}\/\d\d\/\d{4} \d\d:\d\d:\d\d$/);
  });

  test('what reads, what changes nothing and what is refused leave no entry', async () => {
    const place = await router();
    const client = await meet(place);
    await client.ask('/interface/print');
    await client.ask('/interface/set', '=.id=ether2', '=disabled=no', '=mtu=1500');
    await client.ask('/ip/firewall/filter/add', '=action=drop');
    const other = await meet(place, reader);
    expect((await other.ask(...rule))[0]).toContain('=message=not enough permissions (9)');
    expect(await client.ask('/system/history/print')).toEqual([['!empty'], ['!done']]);
  });

  test('what a trap left half done is written down', async () => {
    const client = await meet(await router());
    const [trap] = await client.ask('/interface/set', '=numbers=ether4,ether5', '=name=up');
    expect(trap).toContain('=message=already have interface with name up');
    const [entry, ...more] = await history(client);
    expect(more).toEqual([]);
    expect(entry?.undo).toBe('/interface set *4 name=ether4');
  });

  test('only the last hundred are kept', async () => {
    const client = await meet(await router());
    for (let turn = 0; turn < 103; turn++) await client.ask('/interface/set', '=.id=ether3', `=comment=${turn}`);
    const rows = await history(client);
    expect(rows).toHaveLength(100);
    expect(rows[0]?.redo).toContain('comment=102');
    expect(rows.at(-1)?.redo).toContain('comment=3');
  });
});

describe('undo and redo', () => {
  test('lead back over every kind of change and forth again, to the same rows in the same order', async () => {
    const place = await router();
    const client = await meet(place);
    const hashes = [place.state.hash()];
    const say = async (...words: string[]) => {
      expect((await client.ask(...words)).some(([first]) => first === '!trap')).toBe(false);
      hashes.push(place.state.hash());
    };
    await say(...rule, '=place-before=*2');
    await say('/ip/firewall/filter/remove', '=.id=*3');
    await say('/interface/set', '=.id=ether2', '=comment=spare');
    await say('/interface/disable', '=numbers=ether3,ether4');
    expect(new Set(hashes).size).toBe(5);
    for (const hash of hashes.slice(0, -1).reverse()) {
      await client.ask('/undo');
      expect(place.state.hash()).toBe(hash);
    }
    expect((await client.ask('/undo'))[0]?.[0]).toBe('!trap');
    expect((await history(client)).map(({ redoable }) => redoable)).toEqual(['true', 'true', 'true', 'true']);
    for (const hash of hashes.slice(1)) {
      await client.ask('/redo');
      expect(place.state.hash()).toBe(hash);
    }
    expect((await client.ask('/redo'))[0]?.[0]).toBe('!trap');
  });

  test('a new change leaves nothing to redo', async () => {
    const client = await meet(await router());
    await client.ask(...rule);
    await client.ask('/undo');
    await client.ask('/interface/set', '=.id=ether2', '=comment=spare');
    expect((await client.ask('/redo'))[0]?.[0]).toBe('!trap');
    expect((await history(client)).map(({ action }) => action)).toEqual(['device changed']);
  });
});
