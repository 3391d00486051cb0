import { PassThrough } from 'node:stream';
import { inspect } from 'node:util';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { expect, test } from 'vitest';
import { makeLog } from '@/cli/log';
import { relayBoth } from '@/cli/relay';
import { until } from '@/cli/until';

test('an error that a child prints whole goes on with its name and stack, without what its query was about', async () => {
  const said: string[] = [];
  const log = makeLog('test', 'silent');
  log.warn = (_fields: unknown, text?: string) => void said.push(text ?? '');
  const stderr = new PassThrough();
  relayBoth({ stdout: null, stderr }, 'web', log);
  const cause = Object.assign(new Error('invalid input: "quoted-secret"'), { detail: 'Key (email)=(detail-secret)' });
  cause.name = 'PostgresError';
  cause.stack = `${cause.stack}`.replace(/^Error/, 'PostgresError');
  const error = new DrizzleQueryError('select $1', ['param-secret', 'line one\nline-two-secret'], cause);
  stderr.end(`before\n${inspect(error)}\nafter\n`);
  expect(await until(() => said.join('\n').includes('after'), 5_000)).toBe(true);
  expect(said.join('\n')).not.toContain('secret');
  expect(said.join('\n')).toMatch(/before\n.*Failed query: \n\s+at /);
});
