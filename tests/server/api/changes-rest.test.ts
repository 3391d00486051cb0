import { beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/core/access';
import { processEnv } from '@/env';
import { answerRest } from '@/server/api/http/rest';
import { issueAccessToken } from '@/server/auth/access-token';
import { rotateSigningKey } from '@/server/auth/signing-keys';
import { ChangeScene, template, values } from '../../support/change-scene';
import { move, preview } from '../../support/changes';
import { testDatabase } from '../../support/database';

const database = await testDatabase();
const scene = new ChangeScene(database);

beforeAll(async () => {
  await rotateSigningKey(processEnv().keysDirectory, new Date());
});

/** Asks as a program does. `call('POST /changes', { … })`. */
async function call(who: Principal, line: string, body?: object) {
  const [method = '', path = ''] = line.split(' ');
  const { token } = await issueAccessToken(who);
  const request = new Request(`https://routeward.example.net/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const response = await answerRest(request);
  return { status: response.status, body: await response.json() };
}

test('a program finds a template, asks by it, authorises what it was shown, and takes it back', async () => {
  const { operator } = scene.world.people;
  const templates = await call(operator, 'GET /templates');
  expect([templates.status, templates.body.items[0].id]).toEqual([200, template]);
  const one = await call(operator, `GET /templates/${template}`);
  expect(one.body.parameters.map(({ name }: { name: string }) => name)).toEqual(['name']);
  const asked = await call(operator, 'POST /changes', { device: scene.device(0), template, values });
  expect(asked).toEqual({ status: 200, body: { change: expect.any(String) } });
  const { change } = asked.body;
  await preview(scene.acme, change);
  const { body: shown } = await call(operator, `GET /changes/${change}`);
  expect([shown.state, shown.preview.tier, shown.whyNot.authorise]).toEqual(['previewed', 'W2', null]);
  const wrong = await call(operator, `POST /changes/${change}/authorise`, { digest: shown.digest.toUpperCase() });
  expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid' } });
  const done = await call(operator, `POST /changes/${change}/authorise`, { digest: shown.digest });
  expect([done.status, done.body.state]).toEqual([200, 'authorised']);
  const again = await call(operator, `POST /changes/${change}/authorise`, { digest: shown.digest });
  expect(again).toMatchObject({ status: 409, body: { message: 'It is authorised already.' } });
  await move(scene.acme, change, 'applying', 'verified');
  const back = await call(operator, `POST /changes/${change}/revert`, {});
  expect(back).toEqual({ status: 200, body: { change: expect.any(String) } });
  const withdrawn = await call(operator, `POST /changes/${back.body.change}/withdraw`, {});
  expect([withdrawn.status, withdrawn.body.state]).toEqual([200, 'withdrawn']);
});

test('a program lists them by customer, device and states, page by page, and learns nothing of other customers', async () => {
  const { operator, viewer } = scene.world.people;
  for (const device of [0, 1, 0]) await preview(scene.acme, await scene.ask(operator, device));
  await scene.ask(operator);
  const numbers = async (query: string) => {
    const { body } = await call(operator, `GET /changes?${query}`);
    return body.items.map(({ number }: { number: number }) => number);
  };
  expect(await numbers('customer=acme-corp')).toEqual([4, 3, 2, 1]);
  expect(await numbers(`device=${scene.device(1)}`)).toEqual([2]);
  expect(await numbers('states=previewing')).toEqual([4]);
  expect(await numbers('states=previewing,previewed&limit=2')).toEqual([4, 3]);
  const { body: first } = await call(operator, 'GET /changes?limit=3');
  expect(await numbers(`before=${first.next}`)).toEqual([1]);
  expect(await call(operator, 'GET /changes?states=made')).toMatchObject({ status: 400 });
  for (const customer of ['other-isp', 'no-such-isp'])
    expect(await call(operator, `GET /changes?customer=${customer}`)).toMatchObject({
      status: 403,
      body: { message: `customer "${customer}" not in scope` },
    });
  expect(await call(viewer, 'GET /changes')).toMatchObject({ status: 403 });
});
