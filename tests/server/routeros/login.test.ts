import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import type { RouterTarget } from '@/server/routeros/target';
import type { Script } from './peer';
import { scene, sentence } from './reading';

const challenge = '0123456789abcdef0123456789abcdef';

/** As before 6.43: the first login is answered by a challenge, whatever it holds. */
const challenging: Script = ({ say }, words, tag) => {
  const isResponse = words.some((word) => word.startsWith('=response='));
  say(isResponse ? ['!done', `.tag=${tag}`] : ['!done', `=ret=${challenge}`, `.tag=${tag}`]);
};

const answering: Script = ({ say }, _words, tag) => say(['!done', `.tag=${tag}`]);

async function login(script: Script, over: Partial<RouterTarget> = {}) {
  const made = await scene({ login: script, script: answering });
  const { end } = made.read({}, sentence(), made.peer.target(over));
  return { ...made, end, heard: () => made.peer.visits[0]?.heard ?? [] };
}

test('name and password go out once, in UTF-8', async () => {
  const { end, heard } = await login(answering, { login: { name: 'léser', password: 'pässwörd 塔' } });
  await end;
  expect(heard()[0]).toEqual(['/login', '=name=léser', '=password=pässwörd 塔', '.tag=1']);
});

test('a router before 6.43 gets the digest of the challenge, if a person said that it is one', async () => {
  const password = 'sécret';
  const { end, heard } = await login(challenging, { isPre643: true, login: { name: 'admin', password } });
  await end;
  const bytes = Buffer.concat([Buffer.of(0), Buffer.from(password), Buffer.from(challenge, 'hex')]);
  const response = `00${createHash('md5').update(bytes).digest('hex')}`;
  expect(heard()[0]).toEqual(['/login', '.tag=1']);
  expect(heard()[1]).toEqual(['/login', '=name=admin', `=response=${response}`, '.tag=2']);
});

test('one that takes the login without a challenge is no router before 6.43', async () => {
  const { end, heard } = await login(answering, { isPre643: true });
  await expect(end).rejects.toMatchObject({ code: 'loginRefused' });
  expect(heard()).toEqual([['/login', '.tag=1']]);
});

test('any other router does not get a digest of the password', async () => {
  const { end, peer, heard } = await login(challenging);
  await expect(end).rejects.toMatchObject({ code: 'loginRefused' });
  await vi.waitFor(() => expect(peer.open.size).toBe(0));
  expect(heard()).toHaveLength(1);
});

test('a challenge without end is not answered without end', async () => {
  const { end, heard } = await login(({ say }, _words, tag) => say(['!done', `=ret=${challenge}`, `.tag=${tag}`]), {
    isPre643: true,
  });
  await expect(end).rejects.toMatchObject({ code: 'loginRefused' });
  expect(heard()).toHaveLength(2);
});

test.each(['cannot log in', 'invalid user name or password (6)', 'not enough permissions (9)', 'no such command'])(
  'refused with "%s"',
  async (message) => {
    const { end, peer } = await login(({ say }, _words, tag) =>
      say(['!trap', `=message=${message}`, `.tag=${tag}`], ['!done', `.tag=${tag}`]),
    );
    await expect(end).rejects.toMatchObject({ code: 'loginRefused', message });
    await vi.waitFor(() => expect(peer.open.size).toBe(0));
  },
);

test.each([
  ['whole', (password: string) => `wrong: ${password}!`],
  ['with other spaces', (password: string) => password.replaceAll(' ', '\t\t')],
  ['cut off at the end', (password: string) => 'x'.repeat(290) + password],
])('a password that is said back %s is not told on', async (_how, said) => {
  const password = 'correct  horse battery';
  const { end } = await login(
    ({ say }, _words, tag) => say(['!trap', `=message=${said(password)}`, `.tag=${tag}`], ['!done', `.tag=${tag}`]),
    { login: { name: 'a', password } },
  );
  await expect(end).rejects.toMatchObject({
    code: 'loginRefused',
    message: 'the router answered in words that are not shown',
  });
});

test.each(['a\0b', 'a\nb', '\u0085'])('a password with %j is not sent', async (password) => {
  const { end, heard } = await login(answering, { login: { name: 'a', password } });
  await expect(end).rejects.toMatchObject({ code: 'loginRefused' });
  expect(heard()).toEqual([]);
});
