import { describe, expect, test } from 'vitest';
import { onlyVersion } from '@/core/actions/capabilities';
import type { Secrets } from '@/core/actions/compile';
import { compileWrite } from '@/core/actions/compile-write';
import type { Values } from '@/core/actions/parameter';
import { Unsupported } from '@/core/actions/unsupported';
import { AppError } from '@/core/errors';

const router = onlyVersion('7.24');
const name = 'before-the-change';
const said = (secrets?: Secrets, values: Values = { name }) =>
  compileWrite('sys.backup.save', values, { router, rows: [], ...(secrets === undefined ? {} : { secrets }) }).map(
    ({ path, words }) => [path, ...words],
  );

describe('the password of a backup', () => {
  test.each(['correct horse', 'a=b=c', 'пароль ✓', '=name=other', '?x'])(
    'is one word, letter for letter: %s',
    (backup) => {
      expect(said({ backup })).toEqual([
        ['/system/backup/save', `=name=${name}`, '=encryption=aes-sha256', `=password=${backup}`],
      ]);
    },
  );

  test.each([undefined, {}, { backup: '' }])('is not left out: without it (%o) nothing is said', (secrets) => {
    expect(() => said(secrets)).toThrow(Unsupported);
    expect(() => said(secrets)).toThrow('It needs a secret that is not stored');
  });

  test.each(['a\nb', 'a\0b', 'a\u007fb', 'a\ud800b'])('ends no word and hides in none: %j', (backup) => {
    expect(() => said({ backup })).toThrow(Unsupported);
    // Nor is it repeated.
    expect(() => said({ backup })).not.toThrow(backup);
  });

  test.each([
    { name, password: 'x' },
    { name, backup: 'x' },
    { name, secret: 'x' },
    { name, secrets: 'x' },
  ])('is taken from no value: %o', (values) => {
    for (const secrets of [undefined, { backup: 'of the vault' }]) {
      expect(() => said(secrets, values)).toThrow(AppError);
      expect(() => said(secrets, values)).toThrow('no such parameter');
    }
  });

  test('is said in no other write', () => {
    const flush = (secrets: Secrets) => compileWrite('dns.cache.flush', {}, { router, rows: [], secrets });
    expect(flush({ backup: 'of the vault' })).toEqual(flush({}));
  });
});
