import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import type { RouterTarget } from '@/server/routeros/target';
import { checkRouter } from './checks';

/* `npm run hardware-check -- --host 192.0.2.1`: docs/hardware-check.md. Ends with 1 when something did not hold. */

const { values: asked } = parseArgs({
  options: {
    ...{ host: { type: 'string' }, port: { type: 'string', default: '8729' }, pin: { type: 'string' } },
    ...{ plain: { type: 'boolean', default: false }, yes: { type: 'boolean', default: false } },
  },
});
const { ROUTEWARD_CHECK_USER: name = '', ROUTEWARD_CHECK_PASSWORD: password = '' } = process.env;
const { host = '', pin = '', port } = asked;
if (host === '' || name === '') throw new Error('--host, and the account in ROUTEWARD_CHECK_USER and _PASSWORD');
if (!asked.plain && !/^[0-9a-f]{64}$/i.test(pin))
  throw new Error('--pin is the SHA-256 of the certificate; or --plain');
if (!/^\d{1,5}$/.test(port)) throw new Error('--port is a number');

const target: RouterTarget = {
  ...{ key: 'hardware-check', host, port: Number(port), login: { name, password }, isPre643: false, codePage: null },
  transport: asked.plain ? { kind: 'plain' } : { kind: 'tls', pin: pin.toLowerCase() },
};

async function isMeant(): Promise<boolean> {
  if (asked.yes) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const typed = await terminal.question(`This changes ${host} and takes it back. Type its address to go on: `);
  terminal.close();
  return typed.trim() === host;
}

if (!(await isMeant())) {
  console.error('Nothing was sent.');
  process.exitCode = 1;
} else {
  console.log(`${host}:${port}, as ${name}`);
  // On a real router time passes by itself.
  const findings = await checkRouter(target, async () => undefined);
  for (const { what, held, found } of findings)
    console.log(`${held === null ? 'not tried' : held ? 'held     ' : 'FAILED   '}  ${what}: ${found}`);
  if (findings.some(({ held }) => held === false)) process.exitCode = 1;
}
