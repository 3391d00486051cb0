import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { StartError } from '@/core/start-error';
import { readPrivately, writePrivately } from '@/server/vault/private-file';
import type { DataDirectory } from './data-directory';
import type { Passwords } from './postgres/roles';

const Stored = z.strictObject({ superuser: z.hex().min(64), owner: z.hex().min(64) });

/** The embedded database's passwords, made once. They belong to the files in pg/ and are kept beside them in keys/. */
export async function databasePasswords(data: DataDirectory): Promise<Passwords> {
  const file = join(data.keys, 'database.json');
  if (existsSync(file)) return parse(await readPrivately(file, 'The file of database passwords'), file);
  if (existsSync(join(data.postgres, 'PG_VERSION'))) {
    throw new StartError(
      `The file of database passwords ${file} is missing, and there is a database in ${data.postgres}. Put back the file ` +
        'that was made with it. Nothing was changed.',
    );
  }
  const made = { superuser: randomBytes(32).toString('hex'), owner: randomBytes(32).toString('hex') };
  await writePrivately(file, `${JSON.stringify(made)}\n`);
  return made;
}

function parse(content: Buffer, file: string): Passwords {
  try {
    return Stored.parse(JSON.parse(content.toString('utf8')));
  } catch (error) {
    throw new StartError(`The file of database passwords ${file} is damaged. Put back a whole copy of it.`, {
      cause: error,
    });
  }
}
