import { Case, Devices, Session, Step } from './answers';
import {
  type AskedRun,
  customer,
  type Diagnosis,
  foreignCustomer,
  hopsIn,
  nameOf,
  type OpenedCase,
  refused,
  standOf,
  startRuns,
  target,
  words,
} from './case';
import { Client } from './client';
import { crashesTheRunner } from './crash';
import { exportsTheCase } from './exports';
import { LiveView } from './live-view';
import type { Visit } from './visit';

/** Marco diagnoses: the main job, from the sign-in to the report. */
export async function asOperator(visit: Visit): Promise<OpenedCase> {
  visit.tally.chapter('Marco Okafor, Operator');
  const client = await Client.signIn(visit.place, 'operator');
  visit.tally.check('Marco signs in', true, null);
  await staysInReach(visit, client);
  const diagnosis = await opens(visit, client);
  try {
    await diagnoses(visit, diagnosis);
    await crashesTheRunner(visit, diagnosis);
    await writesDown(visit, diagnosis);
  } finally {
    diagnosis.live.close();
  }
  await exportsTheCase(visit, client, diagnosis);
  return diagnosis;
}

async function staysInReach(visit: Visit, client: Client): Promise<void> {
  const { total } = (await client.get(`/devices?customer=${customer}&limit=1`)).as(Devices);
  visit.tally.check(`Marco sees 47 devices of ${customer}`, total === 47, `${total} devices`);
  for (const slug of [foreignCustomer, 'no-such-isp']) {
    const answer = await client.get(`/devices?customer=${slug}`);
    const refusal = { who: 'Marco', what: `the devices of ${slug}`, event: 'device.listed' };
    refused(visit, refusal, { answer, expected: `403 customer "${slug}" not in scope` });
  }
}

async function opens({ tally }: Visit, client: Client): Promise<Diagnosis> {
  const device = await deviceNamed(client, words.device);
  const answer = await client.post('/sessions', { devices: [device], symptom: words.symptom });
  const { id, number, state, title, holder } = answer.as(Session);
  tally.same(
    `Marco opens ${nameOf({ number })} on ${words.device} with the symptom, and looks after it`,
    { state, title, holder },
    { state: 'open', title: words.symptom, holder: 'Marco Okafor' },
  );
  const { now } = await client.session(id);
  return { id, number, device, client, live: await LiveView.open(client, id, now) };
}

async function deviceNamed(client: Client, name: string): Promise<string> {
  const { items } = (await client.get(`/devices?customer=${customer}&q=${name}`)).as(Devices);
  const found = items.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no device ${name}`);
  return found.id;
}

const ping: AskedRun = { action: 'tool.ping', params: { address: target, count: 20, interval: 200 } };
const traceroute: AskedRun = { action: 'tool.traceroute', params: { address: target, count: 3 } };

async function diagnoses({ tally }: Visit, diagnosis: Diagnosis): Promise<void> {
  const { client, live } = diagnosis;
  const [pinged = '', traced = ''] = await startRuns(diagnosis, [ping, traceroute]);
  tally.check(`Marco asks for a ping and a traceroute to ${target} in one call`, pinged !== '' && traced !== '', null);
  await live.told('a row of the ping', () => live.rowsOf(pinged).length > 0);
  const run = (await client.session(diagnosis.id)).runs.find(({ id }) => id === pinged);
  const early = live.rowsOf(pinged).length;
  tally.check(
    `the live view shows rows of the ping while it runs: ${early} of 20 so far`,
    run?.state === 'running' && early < 20,
    `${early} rows, the ping ${run?.state}`,
  );
  await live.told('the end of both', () => live.hasEnded(pinged) && live.hasEnded(traced));
  tally.same('the ping is done, with its 20 rows', standOf(live.run(pinged)), 'done, 20 rows');
  tally.same(
    'its packets are numbered 0 to 19 in the live view, none left out and none twice',
    live.rowsOf(pinged).map(({ fields }) => fields.seq),
    Array.from({ length: 20 }, (_, number) => String(number)),
  );
  tally.same('the traceroute is done', live.run(traced)?.state, 'done');
  const hops = hopsIn(live.rowsOf(traced));
  tally.same(`its last hop, number ${hops.length}, is ${target}`, hops.at(-1), target);
  tally.same('whoever asks for its rows gets the ones that were shown live', await client.rows(traced), [
    ...live.rowsOf(traced),
  ]);
}

async function writesDown({ tally }: Visit, { client, id, live, number }: Diagnosis): Promise<void> {
  const name = nameOf({ number });
  const noted = (await client.post(`/sessions/${id}/notes`, { text: words.note })).as(Step);
  tally.same('Marco adds a note', [noted.kind, noted.text], ['note', words.note]);
  const second = await deviceNamed(client, words.secondDevice);
  await client.post(`/sessions/${id}/devices`, { devices: [second] });
  const { session } = await client.session(id);
  const devices = session.devices.map((device) => device.name).sort();
  tally.same(`Marco adds ${words.secondDevice}`, devices, [words.secondDevice, words.device]);
  await client.post(`/sessions/${id}/close`, { cause: words.cause });
  const closed = (await client.get(`/sessions/${id}`)).as(Case);
  const { state, cause } = closed.session;
  tally.same(`Marco closes ${name} with its cause`, [state, cause], ['closed', words.cause]);
  const late = await client.post(`/sessions/${id}/notes`, { text: 'One more thing.' });
  tally.same(
    `a closed session takes no note: 409 ${name} is closed. Reopen it to go on with it.`,
    late.said,
    `409 ${name} is closed. Reopen it to go on with it.`,
  );
  await live.told('every step', () => live.steps.length >= closed.steps.length);
  tally.same(`the live view has told all ${closed.steps.length} steps of the log`, live.steps, closed.steps);
  tally.same('and every step and row in its order, none left out and none twice', live.misnumbered, []);
}
