import { expect, test } from 'vitest';
import { onlyVersion } from '@/core/actions/capabilities';
import type { Values } from '@/core/actions/parameter';
import type { WriteId } from '@/core/actions/writes';
import type { SimulatedRouter } from '@/simulator/router';
import { type Client, rowsIn } from '../client';
import { full, meet, router } from '../started';
import { type Change, lookedUp, noticed, said, standing, takenBack } from './undoing';

const version = '7.24';
const any = () => true;

const changing = (client: Client, id: WriteId, values: Values): Change => ({
  ...{ client, id, values },
  router: { ...onlyVersion(version), lacks: id === 'wifi.channel.set' ? ['wireless', 'w60g'] : [] },
});

/** Says the write; what is answered takes it back. */
async function carriedOut(change: Change): Promise<() => Promise<void>> {
  const noted = await lookedUp(change, any);
  const sentences = said(change, noted);
  let ret: string | null = null;
  for (const { path, words } of sentences) {
    const heard = await change.client.ask(path, ...words);
    ret =
      heard
        .at(-1)
        ?.find((word) => word.startsWith('=ret='))
        ?.slice('=ret='.length) ?? null;
  }
  const done = await noticed(change, noted, { sentences, ret });
  return () => takenBack(change, noted, done);
}

async function tower(): Promise<{ readonly place: SimulatedRouter; readonly client: Client }> {
  const place = await router({ version, character: { role: 'gateway' } });
  return { place, client: await meet(place) };
}

test('what the radio chose by itself before it chooses again', async () => {
  const place = await router({ version, model: 'hAPax2', character: { role: 'cpe' } });
  const client = await meet(place);
  await client.ask('/interface/wifi/unset', '=.id=wifi1', '=value-name=channel.width');
  const before = standing(place);
  expect(before['/interface/wifi']?.[0]?.[1]).not.toHaveProperty('channel.width');
  const values = { interface: 'wifi1', frequency: '5500', width: '20mhz' };
  const back = await carriedOut(changing(client, 'wifi.channel.set', values));
  expect(rowsIn(await client.ask('/interface/wifi/print', '?name=wifi1'))[0]).toMatchObject({
    'channel.width': '20mhz',
  });
  await back();
  expect(standing(place)).toEqual(before);
});

test('a comment that was not there is gone again', async () => {
  const { place, client } = await tower();
  await client.ask('/interface/set', '=.id=ether4', '=comment=');
  const before = standing(place);
  const back = await carriedOut(changing(client, 'if.set', { interface: 'ether4', comment: 'for a day' }));
  expect(standing(place)).not.toEqual(before);
  await back();
  expect(standing(place)).toEqual(before);
});

test('what somebody else changed meanwhile is not removed', async () => {
  const { place, client } = await tower();
  const values = { chain: 'input', action: 'drop', protocol: 'tcp', 'dst-port': '22', comment: 'guessers' };
  const back = await carriedOut(changing(client, 'fw.filter.add', values));
  const [row] = rowsIn(await client.ask('/ip/firewall/filter/print', '?comment=guessers'));
  await client.ask('/ip/firewall/filter/set', `=.id=${row?.['.id']}`, '=dst-port=2222');
  const changed = standing(place);
  await expect(back()).rejects.toThrow();
  expect(standing(place)).toEqual(changed);
});

test('a backup of the same name that was written meanwhile is kept', async () => {
  const keeper = { ...full, policies: [...full.policies, 'ftp'] };
  const client = await meet(await router({ version, accounts: [keeper] }), keeper);
  const change = { ...changing(client, 'sys.backup.save', { name: 'night' }), secrets: { backup: 'of the vault' } };
  const back = await carriedOut(change);
  await client.ask('/system/backup/save', '=name=night', '=password=of somebody else');
  const backups = async () => rowsIn(await client.ask('/file/print', '?name=night.backup'));
  const theirs = await backups();
  expect(theirs).toHaveLength(1);
  await expect(back()).rejects.toThrow();
  expect(await backups()).toEqual(theirs);
});

test('the last rule goes back to the end', async () => {
  const { place, client } = await tower();
  const rules = rowsIn(await client.ask('/ip/firewall/filter/print', '?dynamic=false'));
  const [first, last] = [rows(rules, 0), rows(rules, -1)];
  const before = standing(place);
  const marks = { fingerprint: 'a'.repeat(64), anchor: 'a'.repeat(64) };
  const back = await carriedOut(changing(client, 'fw.filter.move', { row: last, before: first, ...marks }));
  expect(standing(place)).not.toEqual(before);
  await back();
  expect(standing(place)).toEqual(before);
});

const rows = (all: readonly Record<string, string>[], at: number): string => all.at(at)?.['.id'] ?? '';

test('none of the rows that were looked for, or more than the entry bears: nothing is said', async () => {
  const { client } = await tower();
  const [mac, lease] = ['=mac-address=00:00:5E:00:53:01', '/ip/dhcp-server/lease/add'];
  const change = changing(client, 'dhcp.lease.remove', { mac: '00:00:5E:00:53:01' });
  await expect(lookedUp(change, any)).rejects.toThrow('expected 0 to be greater than 0');
  const servers = rowsIn(await client.ask('/ip/dhcp-server/print')).map(({ name }) => `=server=${name}`);
  await client.ask(lease, mac, '=address=10.99.0.251', servers[0] ?? '');
  expect((await lookedUp(change, any)).row).toMatchObject({ address: '10.99.0.251' });
  await client.ask(lease, mac, '=address=10.99.0.252', servers[1] ?? '');
  await expect(lookedUp(change, any)).rejects.toThrow('expected 2 to be less than or equal to 1');
});
