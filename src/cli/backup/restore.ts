import { createSecretKey } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { StartError } from '@/core/start-error';
import { operatorEnv } from '@/env';
import { auditHead } from '@/server/audit/head';
import { loadDatabase, type Rows } from '@/server/db/backup/load';
import { settleRestored } from '@/server/db/backup/settle';
import { ownMigrations } from '@/server/db/level';
import { migrateTo } from '@/server/db/migrate';
import { fingerprint, isMasterKeyFile } from '@/server/vault/master-key';
import { flagsOf } from '../flags';
import { ensureSigningKey } from '../keys';
import { makeLog } from '../log';
import { preparedDatabase } from '../prepared-database';
import { UsageError } from '../usage-error';
import { type Piece, readArchive } from './archive';
import { inEmptyPlace } from './empty-place';
import { writeKeys } from './kept-keys';
import { Manifest } from './manifest';
import { knownPassphrase } from './passphrase';

const usage = 'restore --from FILE [--passphrase-file FILE]';

/**
 * `routeward restore`: a backup into an empty data directory and an empty database. Everything is compared with what the
 * backup says of itself before any of it counts; where something differs, nothing is left.
 */
export async function restore(args: readonly string[]): Promise<void> {
  const { from, 'passphrase-file': passphraseFile } = flagsOf(args, ['from', 'passphrase-file'], usage);
  if (from === undefined || !isAbsolute(from))
    throw new UsageError(`Give the backup's file as an absolute path. Usage: routeward ${usage}`);
  const env = operatorEnv();
  const log = makeLog('restore', env.logLevel === 'info' ? 'warn' : env.logLevel);
  const pieces = readArchive(from, await knownPassphrase(passphraseFile));
  const { manifest, keys } = await headOf(pieces);
  const level = levelIn(manifest);
  const ended = await inEmptyPlace(env, log, async (ownerUrl, data) => {
    await migrateTo(ownerUrl, level);
    await loadDatabase(ownerUrl, {
      inventory: manifest.database,
      rows: rowsIn(pieces),
      check: async (statements) => {
        const head = await auditHead(statements);
        if (!isDeepStrictEqual(head, manifest.audit)) throw new StartError(otherLog(manifest, head.entries));
      },
    });
    await writeKeys(data.keys, keys);
    await preparedDatabase(ownerUrl, data.keys);
    await ensureSigningKey(data.keys, new Date());
    return settleRestored(ownerUrl, manifest);
  });
  const { tables } = manifest.database;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(
    `Restored as of ${manifest.madeAt}: ${rows} rows of ${tables.length} tables, and the audit log with all of its ` +
      `${manifest.audit.entries} entries as they were written.\n` +
      `Ended with it: ${ended.signIns} signed-in sessions, ${ended.links} open links, ${ended.runs} waiting runs, ` +
      `${ended.outgoing} unsent mails and webhook deliveries. People sign in anew with the passwords of that time.`,
  );
  if (ended.webhooks > 0)
    console.log(
      `Webhooks of that time: ${ended.webhooks}. They are told of events again as soon as Routeward runs; where this is only a ` +
        'trial of the backup, keep the machine off the network.',
    );
}

const otherLog = (manifest: Manifest, entries: number): string =>
  `The audit log does not match: the backup says ${manifest.audit.entries} entries that come to ` +
  `${manifest.audit.leaves.slice(0, 16)}…, and what it holds are ${entries} that come to something else. It is not restored.`;

/** What comes before the rows, read before anything is made. */
async function headOf(pieces: AsyncGenerator<Piece, void>): Promise<{ manifest: Manifest; keys: Piece[] }> {
  const first = await pieces.next();
  const manifest = first.done === true || first.value.name !== 'manifest.json' ? null : parsed(first.value);
  if (manifest === null) throw new StartError(noManifest);
  const keys: Piece[] = [];
  for (const name of manifest.keys) {
    const next = await pieces.next();
    if (next.done === true || next.value.name !== `keys/${name}`) throw new StartError(noManifest);
    keys.push(next.value);
  }
  refuseOtherKey(manifest, keys);
  return { manifest, keys };
}

const noManifest =
  'This is no backup that this version of Routeward can read. Use the version that made it, or a newer one.';

function parsed({ content }: Piece): Manifest | null {
  try {
    return Manifest.parse(JSON.parse(Buffer.from(content).toString('utf8')));
  } catch {
    return null; // Of a later format, or of another program.
  }
}

function refuseOtherKey(manifest: Manifest, keys: readonly Piece[]): void {
  const masters = keys.filter(({ name }) => isMasterKeyFile(name.replace(/^keys\//, '')));
  const prints = masters.map(({ content }) => fingerprint({ key: createSecretKey(Buffer.from(content)) }));
  if (!prints.includes(manifest.masterKeyFingerprint))
    throw new StartError('The backup lacks the master key that its database was made with. It is not restored.');
}

/** How many of our migrations the backup's database had. Throws StartError for one that a newer version has changed. */
function levelIn({ version, database }: Manifest): number {
  const own = ownMigrations();
  const isOurs = database.migrations.every(({ hash }, at) => own[at]?.hash === hash);
  if (isOurs) return database.migrations.length;
  throw new StartError(
    `The backup was made of a database that a newer version of Routeward has changed (it was made by ${version}). Restore it with ` +
      'that version.',
  );
}

/** The pieces of each table as one stream of rows. */
async function* rowsIn(pieces: AsyncGenerator<Piece, void>): AsyncGenerator<Rows, void> {
  let next = await pieces.next();
  while (next.done !== true) {
    const table = tableOf(next.value);
    yield {
      table,
      pieces: (async function* () {
        while (next.done !== true && tableOf(next.value) === table) {
          yield next.value.content;
          next = await pieces.next();
        }
      })(),
    };
  }
}

const tableOf = ({ name }: Piece): string => /^rows\/([^/]+)\/\d{6}$/.exec(name)?.[1] ?? '';
