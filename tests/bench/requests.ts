import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Principal } from '@/core/access';
import { claimsFor, sign } from '@/server/auth/access-token';
import { SigningKeys } from '@/server/auth/signing-keys';
import { startProduct } from '../cli/product';
import { makeCustomer, makeDevices } from '../support/world';
import { buildBareNext, freePort, startBareNext } from './bare-next';
import { type Client, client } from './client';
import { inTurn, type Measured, type Side, timed } from './compare';
import { adminOf, makeIsps } from './isps';
import { type Place, publicUrl } from './place';
import { told } from './told';

const slug = 'asked-of';
const pageOf = 50;
const asked = 200;
const atOnce = 8;

type Cpu = 'webMs' | 'allMs';

/**
 * One page of 50 devices with an access token: from the built product, over TLS and through its front; from a bare route of
 * Next; and from a server with nothing in it. Each of the others verifies the token and sends the product's own statements.
 * CPU of the process that answers, for each request.
 */
export async function requests(place: Place): Promise<Measured[]> {
  const { owner } = place;
  await makeIsps(owner, place.isFull ? 100 : 10);
  const customer = await makeCustomer(owner, slug);
  await makeDevices(owner, customer, 60);
  await owner`update app.customer set is_probed = false where id = ${customer}`;
  const [few, very] = [await adminOf(owner, 3), await adminOf(owner, 5_000)];
  for (const { personId } of [few, very])
    await owner`insert into app.membership (person_id, customer_id) values (${personId}, ${customer})`;
  await owner`analyze`;
  const over: (() => unknown)[] = [];
  try {
    const sides = await begun(place, few, over);
    const cpu = await measuredCpu(sides, await tokenOf(place, few));
    return [...cpu, ...(await measuredReach(sides.product, await tokenOf(place, few), await tokenOf(place, very)))];
  } finally {
    for (const work of over.reverse()) await work();
  }
}

interface Sides {
  readonly product: Client;
  /** Where the product says what each of its processes has used. */
  readonly metrics: string;
  readonly bareNext: Client;
  readonly bareHttp: Client;
}

async function begun(place: Place, me: Principal, over: (() => unknown)[]): Promise<Sides> {
  const { data, appUrl, ownerUrl } = place;
  const metrics = `127.0.0.1:${await freePort()}`;
  const product = await startProduct('start', {
    data: data.path,
    env: { DATABASE_URL: ownerUrl, ROUTEWARD_URL: publicUrl, ROUTEWARD_METRICS: metrics, ROUTEWARD_LOG: 'error' },
    whenOver: (work) => over.push(work),
  });
  const handed = {
    appUrl,
    settings: { application_name: 'bare', plan_cache_mode: 'force_custom_plan' },
    statements: await statementsFor(me),
    jwks: await new SigningKeys(data.keys).jwks(new Date()),
    issuer: publicUrl,
  };
  buildBareNext();
  const bareNext = await startBareNext(handed);
  over.push(() => bareNext.stop());
  const bareHttp = fork(fileURLToPath(new URL('./bare/http.js', import.meta.url)), [], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', BARE: JSON.stringify(handed) },
    execArgv: [],
  });
  over.push(() => bareHttp.disconnect());
  const port = await told<number>(bareHttp);
  return {
    product: client(product.url, { ca: readFileSync(join(data.keys, 'tls.crt')) }),
    metrics: `http://${metrics}/metrics`,
    bareNext: client(bareNext.url),
    bareHttp: client(`http://127.0.0.1:${port}`),
  };
}

async function statementsFor(me: Principal): Promise<readonly object[]> {
  const program = fileURLToPath(new URL('./recorded.ts', import.meta.url));
  const child = fork(program, [JSON.stringify({ me, input: { customer: slug, limit: pageOf } })]);
  const { devices, statements } = await told<{ devices: number; statements: object[] }>(child);
  child.disconnect();
  if (devices !== pageOf) throw new Error(`${devices} devices were listed while the statements were recorded`);
  return statements;
}

async function tokenOf({ data }: Place, me: Principal): Promise<string> {
  const now = new Date();
  return sign(claimsFor(me, publicUrl, now), { keys: new SigningKeys(data.keys), publicUrl }, now);
}

const rest = `/api/v1/devices?customer=${slug}&limit=${pageOf}`;
const trpc = `/api/trpc/devices.list?input=${encodeURIComponent(JSON.stringify({ customer: slug, limit: pageOf }))}`;

async function measuredCpu({ product, metrics, bareNext, bareHttp }: Sides, token: string): Promise<Measured[]> {
  const ofProduct = () => cpuOfProduct(metrics);
  const side =
    (from: Client, path: string, cpu: () => Promise<Record<Cpu, number>>): Side<Cpu> =>
    async () => {
      const before = await cpu();
      await askedFor(from, path, token);
      const after = await cpu();
      return { webMs: (after.webMs - before.webMs) / asked, allMs: (after.allMs - before.allMs) / asked };
    };
  const [byRest, byTrpc, next, http] = await inTurn(
    [
      side(product, rest, ofProduct),
      side(product, trpc, ofProduct),
      side(bareNext, '/devices', () => cpuOfBare(bareNext)),
      side(bareHttp, '/devices', () => cpuOfBare(bareHttp)),
    ],
    { rounds: 9, warmUps: 5 },
  );
  if (!byRest || !byTrpc || !next || !http) throw new Error('four sides, four figures');
  const bareRoute = { unit: 'ms', peer: 'a bare route of Next', theirs: next.webMs } as const;
  const name = `CPU of a page of ${pageOf} devices`;
  return [
    { name: `${name} by REST`, ours: byRest.webMs, ...bareRoute, target: 1.8 },
    { name: `${name} by tRPC`, ours: byTrpc.webMs, ...bareRoute, target: 1.8 },
    {
      name: `${name} by REST`,
      unit: 'ms',
      ours: byRest.webMs,
      peer: 'bare `node:http`',
      theirs: http.webMs,
      target: 3,
    },
    { name: `${name} by REST, the front with its TLS counted too`, ours: byRest.allMs, ...bareRoute, target: null },
  ];
}

/** With a reach of 5,000 customers against one of 3: what the database takes is the question, so by the clock. */
async function measuredReach(product: Client, few: string, very: string): Promise<Measured[]> {
  const paths = { 'of one customer': rest, 'of all in reach': `/api/v1/devices/all?limit=${pageOf}` };
  const all: Measured[] = [];
  for (const [of, path] of Object.entries(paths)) {
    const ask = (token: string) => timed(() => askedFor(product, path, token, { times: 20, atOnce: 1 }));
    const [wide, narrow] = await inTurn([ask(very), ask(few)], { rounds: 15 });
    if (!wide || !narrow) throw new Error('two sides, two figures');
    const theirs = narrow.ms / 20;
    all.push({
      name: `a page of devices ${of}, for a reach of 5,000`,
      ...{ unit: 'ms', ours: wide.ms / 20, peer: 'of 3', theirs, target: 3 },
    });
  }
  return all;
}

/** Throws where an answer is not a page of devices. */
async function askedFor(from: Client, path: string, token: string, how = { times: asked, atOnce }): Promise<void> {
  let left = how.times;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      const { status, body } = await from(path, { authorization: `Bearer ${token}` });
      const devices = body.match(/"transport":/g)?.length ?? 0;
      if (status !== 200 || devices < pageOf) throw new Error(`${path} answered ${status} with ${devices} devices`);
    }
  };
  await Promise.all(Array.from({ length: how.atOnce }, worker));
}

async function cpuOfProduct(metrics: string): Promise<Record<Cpu, number>> {
  const text = await (await fetch(metrics)).text();
  const of = (name: string) =>
    Number(new RegExp(`^process_cpu_seconds_total\\{process="${name}"\\} (\\S+)$`, 'm').exec(text)?.[1]) * 1000;
  return { webMs: of('web'), allMs: of('web') + of('front') };
}

async function cpuOfBare(from: Client): Promise<Record<Cpu, number>> {
  const { user, system } = JSON.parse((await from('/cpu', {})).body);
  const ms = (user + system) / 1000;
  return { webMs: ms, allMs: ms };
}
