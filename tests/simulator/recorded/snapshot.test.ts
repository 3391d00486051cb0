import { describe, expect, test } from 'vitest';
import { onlyVersion } from '@/core/actions/capabilities';
import { compile } from '@/core/actions/compile';
import { isSecretName } from '@/core/actions/redaction';
import { snapshotChanges } from '@/core/shown/snapshot-changes';
import { snapshotText } from '@/core/shown/snapshot-text';
import type { SimulatedRouter } from '@/simulator/router';
import { rowsIn } from '../client';
import { meet, reader, router } from '../started';
import { dialects } from './recording';

/** What an account that may only read sees of the whole configuration. */
async function taken(place: SimulatedRouter, version: string, scope = 'all'): Promise<string> {
  const client = await meet(place, reader);
  const rows = [];
  for (const { path, words, place: sentence } of compile('cfg.snapshot', { scope }, onlyVersion(version))) {
    const heard = await client.ask(path, ...words);
    const trap = heard.find(([first]) => first === '!trap');
    if (trap !== undefined) expect(trap.at(-1)).toMatch(/^=message=no such command/);
    rows.push(...rowsIn(heard).map((fields) => ({ sentence, fields })));
  }
  return snapshotText(rows);
}

describe.each(dialects)('a snapshot of RouterOS %s', (version) => {
  test('is the same, byte for byte, as long as nothing is changed, and changes nothing itself', async () => {
    const place = await router({ version, model: 'CCR2004', character: { role: 'pppoe' } });
    const before = place.state.hash();
    const first = await taken(place, version);
    expect(first).toContain('/ip/firewall/filter\n  add ');
    expect(first).toContain('/system/identity\n  set name=golden\n');
    expect(await taken(place, version)).toBe(first);
    expect(place.state.hash()).toBe(before);
  });

  test('shows a change as the lines that changed, under their menu', async () => {
    const place = await router({ version });
    const first = await taken(place, version);
    const client = await meet(place);
    await client.ask('/interface/set', '=.id=ether2', '=comment=to the mast');
    const changes = snapshotChanges(first, await taken(place, version));
    expect(changes.map(({ menu, kind }) => [menu, kind])).toEqual([
      ['/interface', 'removed'],
      ['/interface', 'added'],
    ]);
    expect(changes[1]?.line).toContain('comment="to the mast"');
  });

  test('shows that a rule stands elsewhere, though no rule is another', async () => {
    const place = await router({ version });
    const first = await taken(place, version, 'firewall');
    const table = place.state.table('/ip/firewall/filter');
    const moved = table.items.filter(({ fields }) => fields.dynamic !== 'true').at(-1);
    if (moved === undefined) throw new Error('the router has no rules');
    table.items.splice(table.items.indexOf(moved), 1);
    table.items.unshift(moved);
    const changes = snapshotChanges(first, await taken(place, version, 'firewall'));
    expect(changes.map(({ kind }) => kind).sort()).toEqual(['added', 'removed']);
    expect(changes[0]?.line).toBe(changes[1]?.line);
  });
});

test('secrets are never asked for, and it says that they are not seen', async () => {
  const place = await router({ model: 'CCR2004', character: { role: 'pppoe' } });
  const text = await taken(place, '7.20.8');
  const secrets = place.state.table('/ppp/secret').items.map(({ fields }) => fields.password ?? '');
  expect(secrets.length).toBeGreaterThan(3);
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  expect(text).toContain('password=(not visible)');
  const asked = place.received.flat().flatMap((word) => word.match(/^=\.proplist=(.*)$/)?.[1]?.split(',') ?? []);
  expect(asked.length).toBeGreaterThan(1000);
  expect(asked.filter(isSecretName)).toEqual([]);
});
