import { existsSync, readdirSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { StartError } from '@/core/start-error';
import { operatorEnv } from '@/env';
import { auditHead } from '@/server/audit/head';
import { inSnapshot, type Snapshot } from '@/server/db/backup/dump';
import { nameOf } from '@/server/db/backup/tables';
import { asConsole, recordAsConsole } from '@/server/db/console';
import { causesOf } from '@/server/log';
import { fingerprint, isMasterKeyFile, loadMasterKey } from '@/server/vault/master-key';
import type { DataDirectory } from '../data-directory';
import { flagsOf } from '../flags';
import { makeLog } from '../log';
import { withDatabase } from '../owned-database';
import { UsageError } from '../usage-error';
import { version } from '../version';
import { type Piece, writeArchive } from './archive';
import { keyFiles, keyPiece } from './kept-keys';
import { rememberBackup } from './last';
import { Manifest } from './manifest';
import { newPassphrase } from './passphrase';

const usage = 'backup --out FILE [--passphrase-file FILE]';

/**
 * `routeward backup`: the whole database as it is at one moment, and the keys, in one encrypted file. The product may run
 * meanwhile, and the database may be of an older version: that is how one goes back.
 */
export async function backup(args: readonly string[]): Promise<void> {
  const { out, 'passphrase-file': passphraseFile } = flagsOf(args, ['out', 'passphrase-file'], usage);
  if (out === undefined || !isAbsolute(out))
    throw new UsageError(`Give the backup's file as an absolute path. Usage: routeward ${usage}`);
  if (existsSync(out))
    throw new StartError(`The backup ${out} cannot be written: there is one already, and it is never overwritten.`);
  const env = operatorEnv();
  if (!hasMasterKey(`${env.dataDirectory}/keys`)) {
    throw new StartError(
      `There is nothing to back up in ${env.dataDirectory}: it has no master key. Set ROUTEWARD_DATA to the data directory of ` +
        'the Routeward that is meant, and run this as its account.',
    );
  }
  const passphrase = await newPassphrase(passphraseFile);
  const log = makeLog('backup', env.logLevel === 'info' ? 'warn' : env.logLevel);
  const done = await withDatabase(env, log, async (ownerUrl, data) => {
    const madeAt = new Date().toISOString();
    // Before anything is read: a backup is a copy of everything, and there is none without its trace.
    await trace(ownerUrl, 'intent', { madeAt });
    try {
      const made = await write({ ownerUrl, data, out, passphrase, madeAt });
      await trace(ownerUrl, 'ok', { madeAt, bytes: String(made.bytes) });
      rememberBackup(data, { at: madeAt, bytes: made.bytes });
      return made;
    } catch (error) {
      await trace(ownerUrl, 'failed', { madeAt }).catch((failure: unknown) => {
        // The database that went away is why it failed; the intent stands there without an end.
        log.warn({ causes: causesOf(failure) }, 'the failed backup could not be recorded');
      });
      throw lost(error);
    }
  });
  console.log(
    `${out} holds ${done.rows} rows of ${done.tables} tables, ${done.entries} audit entries among them, and the keys (${done.bytes} bytes).\n` +
      'Only its passphrase opens it. Keep the two in different places.',
  );
}

/** The driver's words for a connection that ended, as a sentence. */
function lost(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!/^(CONNECTION_|57P0|ECONN)/.test(code)) return error;
  return new StartError('The database went away during the backup, so there is none. Start it again when it is back.', {
    cause: error,
  });
}

function trace(ownerUrl: string, outcome: 'intent' | 'ok' | 'failed', detail: Record<string, string>): Promise<void> {
  return asConsole(ownerUrl, async (sql) => {
    const [is] = await sql<{ there: boolean }[]>`select to_regclass('audit.entry') is not null as there`;
    if (is?.there !== true) throw new StartError('The database is empty: Routeward was never started with it.');
    await sql.begin((transaction) =>
      recordAsConsole(transaction, { event: 'system.backedUp', outcome, target: null, detail }),
    );
  });
}

const hasMasterKey = (keys: string): boolean => existsSync(keys) && readdirSync(keys).some(isMasterKeyFile);

interface Work {
  readonly ownerUrl: string;
  readonly data: DataDirectory;
  readonly out: string;
  readonly passphrase: string;
  readonly madeAt: string;
}

function write({ ownerUrl, data, out, passphrase, madeAt }: Work) {
  return inSnapshot(ownerUrl, async (snapshot) => {
    const { tables } = snapshot.inventory;
    const audit = await auditHead(snapshot.statements);
    const manifest = Manifest.parse({
      format: 1,
      version: version(),
      madeAt,
      masterKeyFingerprint: fingerprint(await loadMasterKey(data.keys, snapshot.masterKey)),
      keys: await keyFiles(data.keys),
      database: snapshot.inventory,
      audit,
    });
    const bytes = await writeArchive(out, {
      passphrase,
      pieces: pieces(manifest, data, snapshot),
      signal: snapshot.signal,
    });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    return { bytes, rows, tables: tables.length, entries: audit.entries };
  });
}

async function* pieces(manifest: Manifest, data: DataDirectory, snapshot: Snapshot): AsyncGenerator<Piece, void> {
  yield { name: 'manifest.json', content: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) };
  for (const name of manifest.keys) yield await keyPiece(data.keys, name);
  for (const table of snapshot.inventory.tables) {
    let written = 0;
    let number = 0;
    for await (const content of inPieces(snapshot.rowsOf(table))) {
      // COPY ends each row with a line break, and writes one inside a value as \n.
      for (const byte of content) if (byte === lineBreak) written += 1;
      yield { name: pieceName(`${table.schema}.${table.name}`, number), content };
      number += 1;
    }
    if (written !== table.rows)
      throw new StartError(
        `PostgreSQL counts ${table.rows} rows in ${nameOf(table)} and gave ${written}. There is no backup; report this.`,
      );
  }
}

const lineBreak = 0x0a;
const pieceBytes = 4 * 1024 * 1024;

/** `rows/app.device/000000`: a table in pieces of a few megabytes, at least one. */
const pieceName = (table: string, number: number): string => `rows/${table}/${String(number).padStart(6, '0')}`;

async function* inPieces(rows: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const row of rows) {
    held.push(row);
    size += row.length;
    if (size < pieceBytes) continue;
    yield* split(Buffer.concat(held));
    held = [];
    size = 0;
  }
  yield Buffer.concat(held);
}

/** A single value may be longer than a piece. */
function* split(bytes: Buffer): Generator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}
