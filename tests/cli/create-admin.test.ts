import { expect, test } from 'vitest';
import { ask, emptyDirectory, runCommand, startProduct } from './product';
import { usedDirectory } from './used-directory';

const ada = ['create-admin', '--name', 'Ada Real', '--email', 'Ada@isp.example'];
const passphrase = 'a violet kettle on the mast';

test('the first Super Admin is made while the product runs, with a passphrase from stdin; a second one is refused', async () => {
  const running = await startProduct('start', { data: await usedDirectory('started') });
  const made = runCommand(ada, { data: running.data, input: `${passphrase}\n` });
  expect(await made.ended, made.errors()).toBe(0);
  expect(made.output()).toBe('Ada Real <Ada@isp.example> is a Super Admin now and can sign in.\n');
  const again = runCommand([...ada.slice(0, 4), 'eve@isp.example'], { data: running.data, input: passphrase });
  expect(await again.ended).toBe(1);
  expect(again.errors()).toMatch(/^There are people already\b/);
  expect((await ask(running, '/healthz')).status).toBe(200);
});

test('a weak passphrase, a wrong e-mail address and an unknown flag are one sentence each, and nobody is made', async () => {
  const data = emptyDirectory();
  const weak = runCommand(ada, { data, input: 'short' });
  expect(await weak.ended).toBe(1);
  expect(weak.errors()).toMatch(/^Use at least 15 characters\.[^\n]*\n$/);
  const wrong = runCommand([...ada.slice(0, 4), 'nobody'], { data, input: passphrase });
  expect(await wrong.ended).toBe(2);
  expect(wrong.errors()).toBe('This is not an e-mail address.\n');
  const unknown = runCommand([...ada, '--password', 'x'], { data, input: passphrase });
  expect(await unknown.ended).toBe(2);
  expect(unknown.errors()).toMatch(/^[^\n]*--password[^\n]*Usage: routeward create-admin[^\n]*\n$/);
  const made = runCommand(ada, { data, input: passphrase });
  expect(await made.ended, made.errors()).toBe(0);
});

test('without a terminal and without flags it says which flag, and does not wait', async () => {
  const running = runCommand(['create-admin'], { data: emptyDirectory() });
  expect(await running.ended).toBe(2);
  expect(running.errors()).toBe('There is no terminal to ask on. Give it as --name.\n');
});
