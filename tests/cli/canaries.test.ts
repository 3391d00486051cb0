import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { urlOf } from '@/cli/postgres/address';
import { until } from '@/cli/until';
import { isSecretName } from '@/core/actions/redaction';
import { connect, type Sql } from '@/server/db/connection';
import { makePair } from '../support/certificates';
import { Canaries } from './canaries';
import { suspend } from './canary-change';
import { Doors, textInputs } from './canary-doors';
import { openInputs, undecided } from './canary-inputs';
import { everyRow, ownKeys, type SealedColumn, sealedColumns, type TableText } from './canary-remains';
import { certify, configure, diagnose, enrol, erase, invite, setUp, takeAudit } from './canary-run';
import { hookAddress, localCertificate, startOutside, startRouters, waysTo } from './canary-world';
import { type Capture, capture, sayInTheClear } from './packets';
import { setupTokenIn } from './people';
import {
  type Answering,
  ask,
  childrenNamed,
  descendants,
  emptyDirectory,
  projectRoot,
  runCommand,
  startProduct,
} from './product';
import { type Finding, filesBelow, Scanner } from './scanner';

/*
 * One run of the built product, from its setup to its end, with a canary in every place where a secret is typed, minted or
 * kept by a router. Then everything that it left behind, said or sent is looked through: nothing of them may be readable.
 */

const canaries = new Canaries();
/** The product's own keys and passwords: they may stand in `keys/`, and in a backup. */
const keys = new Scanner();
/** All of these, once the run is over. */
let every = new Scanner();
const control = `in the clear: ${canaries.show('the control')}`;
const backupPassphrase = canaries.type('the passphrase of the backup');
const subscriber = canaries.show('the name of a subscriber');
const wholeMs = 300_000;

let data: string;
let temporary: string;
let backup: Buffer;
let running: Answering;
let doors: Doors;
let captured: Capture;
let ports: { readonly front: number; readonly routers: readonly number[] };
let commandLines = '';
let rows: readonly TableText[];
let sealed: readonly SealedColumn[];
let document: unknown;
let files: Map<string, Buffer>;
let letters: readonly string[];
let output = '';
const began = Date.now();

const login = (account: string) => ({
  name: canaries.show(`the name of the account that ${account}`),
  password: canaries.type(`the password of the account that ${account}`),
});
const loginsOf = (which: string) => ({
  read: login(`reads, ${which}`),
  write: login(`writes, ${which}`),
  test: login(`tests, ${which}`),
});

const over: (() => void | Promise<void>)[] = [];
const whenOver = (work: () => void | Promise<void>) => void over.unshift(work);

beforeAll(async () => {
  const home = emptyDirectory(whenOver);
  data = join(home, 'data');
  temporary = join(home, 'tmp');
  mkdirSync(temporary, { mode: 0o711 });
  const capturing = await capture(whenOver);
  await sayInTheClear(control);

  const certificate = await localCertificate();
  writeFileSync(join(home, 'trusted.pem'), certificate.certificate);
  const mailPassword = canaries.type('the mail password');
  const outside = await startOutside(certificate, { user: 'routeward', password: mailPassword }, whenOver);
  const logins = loginsOf('new');
  const routers = await startRouters(canaries, { logins, subscriber }, whenOver);
  const ways = Object.fromEntries(routers.map(({ router, address }) => [`${address}:8729`, router.port]));
  const env = {
    ...{ ROUTEWARD_LOG: 'debug', TMPDIR: temporary, NODE_EXTRA_CA_CERTS: join(home, 'trusted.pem') },
    NODE_OPTIONS: waysTo(home, { ...ways, [`${hookAddress}:443`]: outside.hookPort }),
  };
  running = await startProduct('start', { data, env, whenOver });
  doors = new Doors(running, canaries);
  ports = { front: Number(new URL(running.url).port), routers: routers.map(({ router }) => router.port) };
  for (const { name, key } of ownKeys(join(data, 'keys'))) keys.add(name, key);
  const setupToken = setupTokenIn(running.output());
  canaries.mint('the setup token', setupToken);
  canaries.mint('the setup token', setupToken.replaceAll('-', ''));

  const around = { canaries, doors, url: running.url };
  document = JSON.parse((await ask(running, '/api/v1/openapi.json')).body);
  const { token, password } = await setUp(around, setupToken);
  await configure(around, token, { outside, password: mailPassword });
  const pair = await makePair({ names: ['127.0.0.1'] });
  for (const [line] of pair.key.matchAll(/^[\w+/=]{40,}$/gm)) keys.add('the key of the certificate', line);
  await certify(around, token, pair);
  await invite(around, token);
  await erase(around, token, password);
  const devices = await enrol(around, token, { old: loginsOf('old'), logins, routers });
  files = await diagnose(around, token, { devices, subscriber });
  const [device = '', dead = ''] = devices;
  await suspend(around, token, { customer: 'acme-corp', device, dead, name: subscriber });
  for (const [name, file] of await takeAudit(around, token)) files.set(name, file);
  await failing(token);
  const isSent = () => outside.letters.length >= 3 && outside.called.length >= 2;
  expect(await until(isSent, 60_000)).toBe(true);
  letters = outside.letters;
  // The runner takes one by itself, once the first minute of a device is over.
  await withSuperuser(async (sql) => {
    const isTaken = async () => (await sql`select id from app.snapshot`).length > 0;
    expect(await until(isTaken, 120_000)).toBe(true);
  });
  commandLines = [running.process.pid ?? 0, ...descendants(running.process.pid ?? 0)]
    .map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1'))
    .join('\n');
  await crash();
  await byCommand('config', ['set', 'mail.password'], mailPassword);
  const file = join(home, 'backup.age');
  await byCommand('backup', ['--out', file], backupPassphrase);
  backup = readFileSync(file);
  await withSuperuser(async (sql) => {
    rows = await everyRow(sql);
    sealed = await sealedColumns(sql);
  });
  running.process.kill('SIGTERM');
  expect(await running.ended).toBe(0);
  captured = await capturing.stop();
  every = Scanner.ofAll([canaries.typed, canaries.minted, canaries.shown, keys]);
  // The one place where the token has to stand: whoever reads this machine's console shows it to the setup.
  output += running.output().replace(/^Setup token: .*$/m, '') + running.errors();
  return async () => {
    for (const work of over) await work();
  };
}, wholeMs);

/** A command beside the running product, with a secret on its standard input. */
async function byCommand(command: string, args: readonly string[], secret: string): Promise<void> {
  const done = runCommand([command, ...args], { data, env: { TMPDIR: temporary }, input: `${secret}\n`, whenOver });
  expect(await done.ended, done.errors()).toBe(0);
  output += done.output() + done.errors();
}

const withSuperuser = async (work: (sql: Sql) => Promise<void>): Promise<void> => {
  const { superuser: password } = JSON.parse(readFileSync(join(data, 'keys/database.json'), 'utf8'));
  const address = { socketDirectory: join(data, 'pg') };
  const sql = connect(urlOf(address, { user: 'postgres', password, database: 'routeward' }), 1, {});
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
};

/** Statements with secrets in them that PostgreSQL refuses, in a way that nobody foresaw. */
async function failing(token: string): Promise<void> {
  const tables = ['app.credential_set', 'app.sign_in_throttle', 'app.setting', 'app.person', 'app.lookup'];
  await withSuperuser(async (sql) => {
    for (const table of tables)
      await sql.unsafe(`alter table ${table} add constraint nothing_more check (false) not valid`);
    const body = { name: 'failing', ...loginsOf('of a statement that fails') };
    const asked = [
      doors.send('POST /customers/{customer}/credentials', { in: { customer: 'acme-corp' }, token, body }),
      doors.send('POST /lookups', { token, body: { text: canaries.show('a name in a statement that fails') } }),
      doors.send('POST /auth/sign-in', {
        body: {
          email: canaries.type('an e-mail in a statement that fails'),
          password: canaries.type('a password in a statement that fails'),
        },
      }),
    ];
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([500, 500, 500]);
    for (const table of tables) await sql.unsafe(`alter table ${table} drop constraint nothing_more`);
  });
}

/** The database dies in the middle of signing in. */
async function crash(): Promise<void> {
  const [postgres = 0] = childrenNamed(running.process.pid ?? 0, 'postgres');
  const signIn = () =>
    doors.send('POST /auth/sign-in', {
      body: { email: 'ada@isp.example', password: canaries.type('a password while the database dies') },
    });
  const asked = [signIn(), signIn()];
  process.kill(postgres, 'SIGKILL');
  await Promise.all([...asked, signIn()]);
  const isReady = async () => (await ask(running, '/readyz').catch(() => null))?.status === 200;
  expect(await until(isReady, 60_000)).toBe(true);
}

const inText = (text: string, where: string): Finding[] => every.scan(Buffer.from(text), where);

test('every text that somebody can type is either said to be no secret, or was a canary in this run', () => {
  const inputs = textInputs(document);
  expect(inputs).toContain('POST /auth/sign-in password');
  expect(undecided(inputs, doors.fed)).toEqual([]);
  expect(Object.keys(openInputs).filter((field) => isSecretName(field) && field !== 'seen[].pin')).toEqual([]);
});

test('that law bites: a door with a new secret, a secret where there was none, a field that nobody knows', () => {
  const body = (schema: object) => ({ requestBody: { content: { 'application/json': { schema } } } });
  const properties = {
    ...{
      name: { type: 'string' },
      kind: { enum: ['a', 'b'] },
      id: { type: 'string', format: 'uuid' },
      n: { type: 'integer' },
    },
    token: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    logins: { type: 'array', items: { type: 'object', properties: { password: { type: 'string' } } } },
    whatever: {},
  };
  const made = { paths: { '/totp': { post: body({ type: 'object', properties }), get: {} } } };
  const inputs = textInputs(made);
  expect(inputs).toEqual(['name', 'token', 'logins[].password', 'whatever'].map((field) => `POST /totp ${field}`));
  const missed = undecided(inputs, new Set(['POST /totp whatever'])).filter((one) => one.startsWith('POST'));
  expect(missed).toEqual(
    ['token', 'logins[].password'].map((field) => `POST /totp ${field}: no canary was typed there`),
  );
  expect(undecided([], new Set())).toContain('email: there is no such input');
});

test('the data directory: no secret in a row, the write-ahead log, a temporary file or a name', async () => {
  const { findings, files: count } = await every.searchDirectory(data);
  expect(count).toBeGreaterThan(1_000);
  const isAtHome = ({ secret, where }: Finding) => where.startsWith('keys/') && keys.secrets.includes(secret);
  expect(findings.filter((one) => !isAtHome(one))).toEqual([]);
  // The keys are found where they are, so the look is a look.
  const homes = findings.map(({ where }) => where);
  expect(homes).toEqual(expect.arrayContaining(['keys/master.key', 'keys/installed-certificate.pem']));
  expect(readdirSync(join(data, 'pg/pg_wal')).length).toBeGreaterThan(0);
});

test('what PostgreSQL packs away, unpacked: no secret in any row of any table', () => {
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.flatMap(({ table, text }) => inText(text, table))).toEqual([]);
  // What people may read is found by the same look: there were rows.
  const visible = new Scanner();
  visible.add('the symptom', 'Video calls break up.');
  expect(rows.flatMap(({ table, text }) => visible.scan(Buffer.from(text), table)).map(({ where }) => where)).toContain(
    'app.session_step',
  );
});

test('a column that is said to be sealed holds nothing that can be read, and each of them held something in this run', () => {
  expect(sealed.filter(({ isReadable }) => isReadable)).toEqual([]);
  expect(sealed.filter(({ isEmpty }) => isEmpty)).toEqual([]);
  expect(sealed.length).toBeGreaterThan(14);
});

test('temporary files, and what the program keeps of its pages', async () => {
  const places = [temporary, join(projectRoot, '.next')].filter((place) => filesBelow(place).length > 0);
  for (const place of places) {
    const fresh = filesBelow(place).filter((path) => statSync(path).mtimeMs >= began);
    for (const path of fresh) expect(await every.search(readFileSync(path), path)).toEqual([]);
  }
});

test('the log of every process at its most talkative, with what failed and what crashed, and every command line', () => {
  // The supervisor on PostgreSQL's behalf, the front, and web on the request that failed.
  for (const said of ['"child":"postgres"', 'nothing_more', '"name":"front"', '"msg":"a request failed"'])
    expect(output).toContain(said);
  expect(inText(output, 'the log')).toEqual([]);
  expect(inText(commandLines, 'a command line')).toEqual([]);
});

test('a backup, opened with its passphrase: the keys that open it are in it, and nothing of what they open', async () => {
  const findings = await every.search(backup, 'backup', backupPassphrase);
  const isKey = ({ secret }: Finding) => keys.secrets.includes(secret);
  expect(findings.filter(isKey).map(({ where }) => where)).toContain('backup > age > gzip');
  expect(findings.filter((one) => !isKey(one))).toEqual([]);
});

test('what is handed out tells what routers showed, and none of their secrets: PDF, CSV, JSON, the audit log', async () => {
  for (const [name, file] of files) {
    expect(await canaries.typed.search(file, name)).toEqual([]);
    expect(canaries.minted.scan(file, name)).toEqual([]);
  }
  const pdf = execFileSync('pdftotext', ['-raw', '-', '-'], {
    input: files.get('session.pdf') ?? '',
    encoding: 'utf8',
    maxBuffer: 1e8,
  }).replace(/\s+/g, '');
  expect(canaries.typed.scan(Buffer.from(pdf), 'the text of the PDF')).toEqual([]);
  // The look is a look: what may be shown is there.
  for (const text of [pdf, ...['session.json', 'session.csv'].map((name) => files.get(name)?.toString() ?? '')])
    expect(canaries.shown.scan(Buffer.from(text), 'x').map(({ secret }) => secret)).toContain('a line of its log');
  for (const name of ['audit.csv', 'audit.json', 'audit by the runner'])
    expect(canaries.shown.scan(files.get(name) ?? Buffer.alloc(0), name)).toEqual([]);
});

test('no answer repeats what was typed, however it ended', () => {
  expect(doors.answers.length).toBeGreaterThan(60);
  expect(doors.answers.flatMap(({ door, bytes }) => canaries.typed.scan(bytes, door))).toEqual([]);
  // A link is mailed whole, so that a mail did go out with what is not found anywhere else.
  expect(
    letters.some((letter) => canaries.minted.scan(Buffer.from(letter.replace(/=\r\n/g, '')), 'a letter').length > 0),
  ).toBe(true);
});

test('the network: every packet of the run was seen, and no secret was in one', () => {
  const { packets, dropped, streams } = captured;
  expect(dropped).toBe(0);
  expect(packets).toBeGreaterThan(500);
  const wayTo = (port: number) => [...streams].filter(([way]) => way.endsWith(` > ${port}`)).map(([, bytes]) => bytes);
  for (const port of [ports.front, ...ports.routers]) {
    expect(wayTo(port).length).toBeGreaterThan(0);
    // A TLS handshake (RFC 8446, 5.1), and nothing before it.
    for (const bytes of wayTo(port)) if (bytes.length > 0) expect(bytes[0]).toBe(0x16);
  }
  const findings = [...streams].flatMap(([way, bytes]) => every.scan(bytes, way));
  // What was sent in the clear, once, is found: nothing else is.
  expect(findings.map(({ secret, spelling }) => `${secret}, ${spelling}`)).toEqual(['the control, it is']);
});
