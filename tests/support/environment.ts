import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** What the supervisor sets for web and runner, for a test file that calls the server's code in its own process. */
const keys = mkdtempSync(join(tmpdir(), 'routeward-keys-'));
Object.assign(process.env, {
  ROUTEWARD_APP_DATABASE_URL: 'postgres://unused:unused@127.0.0.1:1/unused',
  ROUTEWARD_KEYS_DIRECTORY: keys,
  ROUTEWARD_URL: 'https://routeward.example.net',
  ROUTEWARD_FRONT_KEY: 'a front key of the tests, long enough',
  ROUTEWARD_WEB_SOCKET: join(keys, 'web.sock'),
  ROUTEWARD_LOG: 'silent',
});

afterAll(() => rmSync(keys, { recursive: true, force: true }));
