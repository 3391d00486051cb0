import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCaller } from '@/server/api/root';
import { writeTallies } from '@/server/audit/refusals';
import { mintSetupToken } from '@/server/auth/one-time-secret';
import { loadPublicUrl, publicUrl } from '@/server/auth/public-url';
import { storeSetupToken } from '@/server/db/console';
import type { TestDatabase } from '../../support/database';
import { newAddress, passphrase } from '../../support/links';
import { placesOf } from '../../support/secrets';
import { contextFor, entriesOf } from '../../support/world';
import { publicUrl as supervisors, world as withKeys } from '../auth/world';

let database: TestDatabase;

beforeAll(async () => {
  database = await withKeys();
});
beforeEach(async () => {
  await database.shiftClock('0');
  await database.owner`truncate app.person cascade`;
  await database.owner`delete from app.setup_token`;
  await database.owner`update app.configuration set public_url = null`;
  await loadPublicUrl();
});

const minutes = 30;
const worthless = {
  code: 'FORBIDDEN',
  message: 'This setup token is not valid, or not any more. `routeward setup-token` on the machine prints a new one.',
};
const setup = () => createCaller(contextFor(null)).setup;
const first = (token: string) => ({
  token,
  name: 'Ada Castellan',
  email: newAddress(),
  password: passphrase,
  publicUrl: 'https://routeward.castellan.example',
});
/** A token as the console prints it, with digits in it that are mistaken for letters. */
async function printed(): Promise<string> {
  let { text, hash } = mintSetupToken();
  while (!/0.*1|1.*0/.test(text)) ({ text, hash } = mintSetupToken());
  expect(await storeSetupToken(database.ownerUrl, hash, minutes)).toBe(true);
  return text;
}
const people = async () => [...(await database.owner`select email, name, role from app.person`)];

async function expectRefused(token: string): Promise<void> {
  await expect(setup().open({ token })).rejects.toMatchObject(worthless);
  await expect(setup().finish(first(token))).rejects.toMatchObject(worthless);
}

describe('a setup token', () => {
  test('opens the setup while there is nobody, makes the one Super Admin, and the tokens they sign in for work', async () => {
    const token = await printed();
    expect(await setup().open({ token })).toEqual({ publicUrl: null });
    // Looking spends nothing.
    expect(await setup().open({ token })).toEqual({ publicUrl: null });
    const typed = {
      ...first(token),
      email: 'Ada@Castellan.Example',
      publicUrl: 'https://Routeward.Castellan.Example/',
    };
    expect(await setup().finish(typed)).toEqual({ email: 'ada@castellan.example' });
    expect(await people()).toEqual([{ email: 'ada@castellan.example', name: 'Ada Castellan', role: 'superAdmin' }]);
    expect(publicUrl()).toBe('https://routeward.castellan.example');
    const signedIn = await createCaller(contextFor(null)).auth.signIn({ email: typed.email, password: passphrase });
    expect(signedIn.person).toMatchObject({ role: 'superAdmin', name: 'Ada Castellan' });
    const claims = JSON.parse(Buffer.from(signedIn.accessToken.split('.')[1] ?? '', 'base64url').toString());
    expect(claims.iss).toBe('https://routeward.castellan.example');
  });

  test('is taken however it was typed', async () => {
    const token = await printed();
    const ways = [
      token.toLowerCase(),
      token.replaceAll('-', ''),
      `  ${token.replaceAll('-', ' ').toLowerCase()} `,
      token.replaceAll('0', 'o').replaceAll('1', 'l'),
      token.replaceAll('0', 'O').replaceAll('1', 'I'),
    ];
    for (const way of ways) expect(await setup().open({ token: way })).toEqual({ publicUrl: null });
    await expectRefused(token.slice(0, -1) + (token.endsWith('7') ? '8' : '7'));
    await expectRefused(token.slice(0, -1));
  });

  test(`works for ${minutes} minutes and not a second longer`, async () => {
    const token = await printed();
    await database.shiftClock(`${minutes * 60 - 10} seconds`);
    expect(await setup().open({ token })).toEqual({ publicUrl: null });
    await database.shiftClock(`${minutes} minutes`);
    await expectRefused(token);
    expect(await people()).toEqual([]);
    const next = await printed();
    expect(await setup().open({ token: next })).toEqual({ publicUrl: null });
  });

  test('is dead as soon as the console prints another one', async () => {
    const [before, after] = [await printed(), await printed()];
    await expectRefused(before);
    expect(await setup().open({ token: after })).toEqual({ publicUrl: null });
  });

  test('of two who finish at once one is the Super Admin', async () => {
    const token = await printed();
    const outcomes = await Promise.allSettled([
      setup().finish(first(token)),
      setup().finish(first(token)),
      setup().finish(first(token)),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(worthless);
    expect(await people()).toHaveLength(1);
  });

  test('is not spent by what the setup refuses', async () => {
    const token = await printed();
    const wrong = [
      { password: 'too short' },
      { password: 'routewardrouteward' },
      { password: 'Ada Castellan 2026' },
      { email: 'nobody' },
      { name: ' ' },
      { name: 'A\u202eB' },
      ...[
        'http://routeward.example',
        'https://u:p@routeward.example',
        'https://routeward.example/x',
        'routeward.example',
        'https://routeward.example?x=1',
      ].map((url) => ({ publicUrl: url })),
    ];
    for (const one of wrong)
      await expect(setup().finish({ ...first(token), ...one })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await people()).toEqual([]);
    expect(publicUrl()).toBe(supervisors);
    expect(await setup().open({ token })).toEqual({ publicUrl: null });
  });
});

describe('once there is somebody', () => {
  test('everything about the setup is refused, whatever token there is', async () => {
    const token = await printed();
    await setup().finish(first(token));
    await expectRefused(token);
    const { text, hash } = mintSetupToken();
    expect(await storeSetupToken(database.ownerUrl, hash, minutes)).toBe(false);
    // Even one that should have come into the table.
    await database.owner`insert into app.setup_token (secret_hash, expires_at) values (${hash}, app.now() + interval '1 hour')`;
    await expectRefused(text);
    expect(await people()).toHaveLength(1);
  });

  test('also if it is somebody disabled', async () => {
    const token = await printed();
    await database.owner`insert into app.person (email, name, role, disabled_at) values ('gone@example.net', 'Gone', 'viewer', now())`;
    await expectRefused(token);
  });
});

describe('the public address', () => {
  test('that the console named is kept, and the page is told which it is', async () => {
    await database.owner`update app.configuration set public_url = 'https://named.example'`;
    const token = await printed();
    expect(await setup().open({ token })).toEqual({ publicUrl: 'https://named.example' });
    await setup().finish(first(token));
    const [row] = await database.owner`select public_url as url from app.configuration`;
    expect([row?.url, publicUrl()]).toEqual(['https://named.example', 'https://named.example']);
  });
});

describe('what is left of it', () => {
  test('one entry each, and neither the token nor the passphrase anywhere in the database', async () => {
    const token = await printed();
    const [opening, finishing] = [contextFor(null), contextFor(null)];
    await createCaller(opening).setup.open({ token });
    expect(await entriesOf(database.owner, opening.origin.requestId)).toMatchObject([
      { event: 'setup.opened', outcome: 'ok', actor: { kind: 'stranger' }, customer: null },
    ]);
    await createCaller(finishing).setup.finish(first(token));
    const [person] = await database.owner`select id from app.person`;
    expect(await entriesOf(database.owner, finishing.origin.requestId)).toMatchObject([
      {
        event: 'setup.finished',
        outcome: 'ok',
        target: { kind: 'person', id: person?.id },
        detail: { role: 'superAdmin', publicUrl: 'https://routeward.castellan.example' },
      },
    ]);
    expect(await database.owner`select from app.setup_token`).toHaveLength(0);
    expect(await placesOf(database.owner, token, token.replaceAll('-', ''), passphrase)).toEqual([]);
    // What is there is found.
    expect(await placesOf(database.owner, 'Ada Castellan')).toContain('app.person');
  });

  test('a wrong token is counted, and no entry holds it', async () => {
    await printed();
    const wrong = mintSetupToken().text;
    await writeTallies('before');
    await expectRefused(wrong);
    await expect(setup().open({ token: `${wrong}${'x'.repeat(60)}` })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    const request = crypto.randomUUID();
    await writeTallies(request);
    const counted = (await entriesOf(database.owner, request)).map(({ detail }) => detail);
    expect(counted).toMatchObject([
      { event: 'setup.opened', code: 'forbidden', total: 1 },
      { event: 'setup.finished', code: 'forbidden', total: 1 },
      { event: 'setup.opened', code: 'invalid', total: 1 },
    ]);
    expect(await placesOf(database.owner, wrong, wrong.replaceAll('-', ''), passphrase)).toEqual([]);
  });
});
