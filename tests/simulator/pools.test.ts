import { expect, test } from 'vitest';
import { rowsIn } from './client';
import { meet, reader, router } from './started';

const message = (heard: readonly (readonly string[])[]) =>
  heard
    .find(([first]) => first === '!trap')
    ?.find((word) => word.startsWith('=message='))
    ?.slice('=message='.length);

const counted = (heard: readonly (readonly string[])[]) =>
  Number(
    heard
      .at(-1)
      ?.find((word) => word.startsWith('=ret='))
      ?.slice(5),
  );

test.each([
  ['RB5009', 'gateway'],
  ['cAP', 'hotspot'],
  ['CCR2004', 'pppoe'],
] as const)('what a pool says is used, what is counted and what is listed are the same: %s', async (model, role) => {
  const client = await meet(await router({ model, version: '7.18.2', character: { role } }));
  const [pool] = rowsIn(await client.ask('/ip/pool/print'));
  const listed = rowsIn(await client.ask('/ip/pool/used/print', `?pool=${pool?.name}`));
  expect(listed.length).toBeGreaterThan(10);
  expect(counted(await client.ask('/ip/pool/used/print', '=count-only=', `?pool=${pool?.name}`))).toBe(listed.length);
  expect(Number(pool?.used)).toBe(listed.length);
  expect(Number(pool?.used) + Number(pool?.available)).toBe(Number(pool?.total));
  expect(Number(pool?.available)).toBeGreaterThanOrEqual(0);
  expect(new Set(listed.map(({ address }) => address)).size).toBe(listed.length);
});

test('an address is free again when its lease is removed', async () => {
  const client = await meet(await router());
  const before = counted(await client.ask('/ip/pool/used/print', '=count-only='));
  const [lease] = rowsIn(await client.ask('/ip/dhcp-server/lease/print', '?status=bound'));
  await client.ask('/ip/dhcp-server/lease/remove', `=.id=${lease?.['.id']}`);
  expect(counted(await client.ask('/ip/pool/used/print', '=count-only='))).toBe(before - 1);
  const used = rowsIn(await client.ask('/ip/pool/used/print'));
  expect(used.some(({ address }) => address === lease?.['active-address'])).toBe(false);
});

test('a removed reservation can be written again with the fields that it had', async () => {
  const client = await meet(await router());
  const [lease = {}] = rowsIn(await client.ask('/ip/dhcp-server/lease/print', '?dynamic=false', '?status=waiting'));
  await client.ask('/ip/dhcp-server/lease/remove', `=.id=${lease['.id']}`);
  const fields = ['address', 'mac-address', 'client-id', 'server', 'comment'];
  const added = await client.ask(
    '/ip/dhcp-server/lease/add',
    ...fields.map((name) => `=${name}=${lease[name]}`),
    '=disabled=false',
  );
  expect(message(added)).toBeUndefined();
  const [again] = rowsIn(await client.ask('/ip/dhcp-server/lease/print', `?mac-address=${lease['mac-address']}`));
  expect(again).toMatchObject({ ...Object.fromEntries(fields.map((name) => [name, lease[name]])), status: 'waiting' });
  expect(again?.['last-seen']).toBe('never');
});

test("what is wrong is refused in RouterOS's words, and changes nothing", async () => {
  const place = await router();
  const client = await meet(place);
  const before = place.state.hash();
  const refused = async (...words: string[]) => message(await client.ask(...words));
  expect(await refused('/ip/dhcp-server/lease/add', '=address=10.99.0.9')).toBe(
    'failure: mac-address or client-id must be present',
  );
  expect(await refused('/ip/dhcp-server/lease/add', '=mac-address=02:00:00:00:00:01', '=server=dhcp')).toBe(
    'ambiguous value of server, more than one possible value matches input',
  );
  expect(await refused('/ip/dhcp-server/lease/make-static', '=numbers=*FFF')).toBe('no such item');
  expect(await refused('/ip/dhcp-client/renew')).toBe('missing value(s) of argument(s) numbers');
  expect(await refused('/ip/dns/static/add', '=address=10.99.0.9')).toBe('failure: name or regexp required');
  expect(await refused('/ip/dns/set', '=servers=nobody')).toBe('invalid value for argument servers');
  expect(await refused('/ip/dns/listen')).toBe('unknown parameter follow-only');
  expect(await refused('/queue/simple/add', '=name=x')).toBe('missing value(s) of argument(s) target');
  expect(await refused('/queue/simple/add', '=target=10.99.0.9', '=max-limit=fast')).toBe(
    'invalid value for argument max-limit',
  );
  expect(place.state.hash()).toBe(before);
});

test('a beginning that only one name has stands for it, and one that several have for none', async () => {
  const client = await meet(await router());
  const add = (types: string) => client.ask('/queue/simple/add', '=name=short', '=target=10.99.0.9', `=queue=${types}`);
  expect(message(await add('pcq-/pcq-'))).toBe('ambiguous value of queue, more than one possible value matches input');
  expect(message(await add('pcq-u/pcq-d'))).toBeUndefined();
  const [queue] = rowsIn(await client.ask('/queue/simple/print', '?name=short'));
  expect(queue?.queue).toBe('pcq-upload-default/pcq-download-default');
});

test('whoever may only read cannot flush, renew or reserve', async () => {
  const client = await meet(await router(), reader);
  for (const words of [
    ['/ip/dns/cache/flush'],
    ['/ip/dhcp-client/renew', '=numbers=*1'],
    ['/ip/dhcp-server/lease/make-static', '=numbers=*1'],
    ['/queue/simple/set', '=.id=*1', '=max-limit=1M/1M'],
  ])
    expect(message(await client.ask(...words))).toBe('not enough permissions (9)');
});

test('an empty cache still has what is written down, and tells it to whoever asks', async () => {
  const client = await meet(await router());
  const used = async () => Number(rowsIn(await client.ask('/ip/dns/print'))[0]?.['cache-used']);
  const before = await used();
  await client.ask('/ip/dns/cache/flush');
  expect(await used()).toBeLessThan(before);
  const left = rowsIn(await client.ask('/ip/dns/cache/print'));
  expect(left.length).toBeGreaterThan(0);
  expect(left.every((row) => row.static === 'true')).toBe(true);
});

test('a concentrator has a queue for each session, with the limits of its plan, and rates only with stats', async () => {
  const client = await meet(await router({ model: 'CCR2004', character: { role: 'pppoe' } }));
  const sessions = rowsIn(await client.ask('/ppp/active/print', '=.proplist=name'));
  const secrets = rowsIn(await client.ask('/ppp/secret/print', '=.proplist=name,profile'));
  const queues = rowsIn(await client.ask('/queue/simple/print', '=stats='));
  expect(queues.map(({ name }) => name)).toEqual(sessions.map(({ name }) => `<pppoe-${name}>`));
  const limits: Record<string, string> = {
    'air-30': '5000000/30000000',
    'air-100': '20000000/100000000',
    'fibre-1000': '300000000/1000000000',
  };
  for (const queue of queues) {
    const secret = secrets.find(({ name }) => `<pppoe-${name}>` === queue.name);
    // Whoever is known to a RADIUS server alone has no secret here; the server tells the plan.
    if (secret === undefined) expect(Object.values(limits)).toContain(queue['max-limit']);
    else expect(queue['max-limit']).toBe(limits[secret.profile ?? '']);
    const [up = 0, down = 0] = (queue.rate ?? '').split('/').map(Number);
    const [mostUp = 0, mostDown = 0] = (queue['max-limit'] ?? '').split('/').map(Number);
    expect(up + down).toBeGreaterThan(0);
    expect(up).toBeLessThanOrEqual(mostUp);
    expect(down).toBeLessThanOrEqual(mostDown);
  }
  const plain = rowsIn(await client.ask('/queue/simple/print'));
  expect(plain.some((row) => 'rate' in row || 'bytes' in row || 'total-bytes' in row)).toBe(false);
});
