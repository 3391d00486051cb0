import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCustomers } from '@/server/db/demo-world';
import { readAccount } from '@/simulator/accounts';
import { type RunningFleet, startFleet } from '@/simulator/fleet';
import { fleet } from '@/simulator/fleet-table';
import { type Client, connectTo, rowsIn, signIn } from './client';

const certificates = join(mkdtempSync(join(tmpdir(), 'fleet-')), 'certificates');
let running: RunningFleet;

beforeAll(async () => {
  running = await startFleet({ certificates });
});
afterAll(async () => {
  await running.stop();
  rmSync(certificates, { recursive: true });
});

const placeOf = (address: string) => {
  const found = running.routers.find((one) => one.address === address);
  if (found === undefined) throw new Error(`${address} is not in the fleet`);
  return { host: '127.0.0.1', ...found };
};

async function at<T>(address: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = await signIn(placeOf(address), readAccount.name, readAccount.password);
  try {
    return await use(client);
  } finally {
    client.close();
  }
}

test('every device of the demo has a router, under its name', async () => {
  const devices = demoCustomers.flatMap((customer) => customer.devices.map(({ name, address }) => [address, name]));
  expect(fleet.map(({ address, identity }) => [address, identity])).toEqual(devices);
  expect(running.routers.map(({ address }) => address)).toEqual(devices.map(([address]) => address));
  const answering = fleet.filter(({ faults }) => faults === undefined);
  for (const { address, identity, version } of answering) {
    const [name, resource] = await at(address, async (client) => [
      ...rowsIn(await client.ask('/system/identity/print')),
      ...rowsIn(await client.ask('/system/resource/print', '=.proplist=version')),
    ]);
    expect([name?.name, resource?.version?.split(' ')[0]]).toEqual([identity, version]);
  }
});

test('its certificates and its ports survive a restart, and its keys are its owner’s alone', async () => {
  const before = running.routers;
  await running.stop();
  const ports = Object.fromEntries(before.map(({ address, port }) => [address, port]));
  running = await startFleet({ certificates, ports });
  expect(running.routers).toEqual(before);
  expect(statSync(join(certificates, '10.20.0.1.pem')).mode & 0o777).toBe(0o600);
  expect(new Set(before.map(({ fingerprint }) => fingerprint)).size).toBe(fleet.length);
});

test('a port that is taken is an error that leaves nothing running', async () => {
  const ports = { '10.20.0.1': placeOf('10.20.0.2').port };
  await expect(startFleet({ certificates, ports })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('some of them have their troubles', async () => {
  await expect(connectTo(placeOf('10.20.200.4'))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  const refused = await connectTo(placeOf('10.44.1.4'));
  const answer = await refused.ask('/login', `=name=${readAccount.name}`, `=password=${readAccount.password}`);
  expect(answer[0]).toEqual(['!trap', '=message=invalid user name or password (6)']);
  refused.close();
  const lossy = await at('10.20.21.1', async (client) =>
    rowsIn(await client.ask('/tool/ping', '=address=10.20.0.2', '=count=150', '=interval=10ms')),
  );
  expect(Number(lossy.at(-1)?.['packet-loss'])).toBeGreaterThan(0);
});

test('a way through the fleet goes over its gateways, core and edge, and out', async () => {
  const hops = await at('10.20.1.3', async (client) =>
    rowsIn(await client.ask('/tool/traceroute', '=address=1.1.1.1', '=count=1', '=timeout=300ms')),
  );
  expect(hops.map(({ address }) => address)).toEqual([
    ...['10.20.1.1', '10.20.0.1', '10.20.0.3', '100.64.255.1', ''],
    ...[expect.stringMatching(/^100\.64\./), '1.1.1.1'],
  ]);
});

test('routers know each other by name, and another provider’s not at all', async () => {
  const ping = (address: string) => (client: Client) =>
    client.ask('/tool/ping', `=address=${address}`, '=count=1', '=interval=20ms');
  const [near] = rowsIn(await at('10.20.1.3', ping('tower-01-gw.acme.example')));
  expect(near).toMatchObject({ host: '10.20.1.1', received: '1' });
  const [foreign] = rowsIn(await at('10.20.1.3', ping('10.44.3.1')));
  expect(foreign).toMatchObject({ host: '10.44.3.1', status: 'timeout' });
  const [away] = rowsIn(await at('10.20.1.3', ping('cpe-4413.acme.example')));
  expect(away).toMatchObject({ status: 'host unreachable' });
});
