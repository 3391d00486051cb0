import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { environmentFor } from '@/env';
import { emptyDirectory } from './product';

test('what stands in a .env file of the project does not reach web, the owner’s DATABASE_URL least of all', () => {
  const folder = emptyDirectory();
  writeFileSync(join(folder, '.env'), 'DATABASE_URL=postgres://owner:secret@db/routeward\n');
  const loader = createRequire(createRequire(import.meta.url).resolve('next')).resolve('@next/env');
  const script = `require(${JSON.stringify(loader)}).loadEnvConfig(${JSON.stringify(folder)}, false);
    console.log(process.env.DATABASE_URL ?? 'nothing');`;
  const values = {
    appDatabaseUrl: 'postgres://app@db/routeward',
    keysDirectory: folder,
    publicUrl: 'https://a.example',
  };
  const secrets = { frontKey: 'k'.repeat(64), webSocket: join(folder, 'web.sock') };
  const env = environmentFor({ ...values, ...secrets, logLevel: 'info', simulated: null });
  const seen = (given: NodeJS.ProcessEnv) => execFileSync(process.execPath, ['-e', script], { env: given }).toString();
  expect(seen(env)).toBe('nothing\n');
  expect(seen({ NODE_ENV: 'production' })).toContain('secret');
});
