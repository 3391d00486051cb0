import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ownCertificate } from '@/cli/own-certificate';
import { until } from '@/cli/until';
import type { Pair } from '@/server/certificate/pem';
import { ask1, standing } from './front';
import { emptyDirectory, projectRoot } from './product';

const documented = readFileSync(join(projectRoot, 'docs/proxy.md'), 'utf8');
/** The configuration that the document shows, under this language. */
const shown = (language: string): string =>
  new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(documented)?.[1] ?? '';

interface Place {
  readonly home: string;
  readonly port: number;
  readonly upstream: number;
}

/** With the document's places exchanged for those of this test; every one of them has to be there. */
function placed(config: string, changes: Readonly<Record<string, string>>): string {
  return Object.entries(changes).reduce((changed, [from, to]) => {
    expect(changed).toContain(from);
    return changed.replaceAll(from, to);
  }, config);
}

function nginx({ home, port, upstream }: Place): [string, string[]] {
  const server = placed(shown('nginx'), {
    'listen 443 ssl http2': `listen 127.0.0.1:${port} ssl http2`,
    'https://127.0.0.1:8443': `https://127.0.0.1:${upstream}`,
    '/etc/nginx/': `${home}/`,
  });
  const own = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${home}/${name};`);
  const whole = `daemon off; master_process off; pid ${home}/pid; error_log stderr; events {} http { access_log off; ${own.join(' ')}\n${server}}`;
  writeFileSync(join(home, 'nginx.conf'), whole);
  return ['/usr/sbin/nginx', ['-p', home, '-e', 'stderr', '-c', join(home, 'nginx.conf')]];
}

function caddy({ home, port, upstream }: Place): [string, string[]] {
  const site = placed(shown('caddy'), {
    'routeward.example.net': `https://localhost:${port}`,
    'tls {': `tls ${home}/tls.crt ${home}/tls.key {`,
    'https://127.0.0.1:8443': `https://127.0.0.1:${upstream}`,
    '/etc/caddy/': `${home}/`,
  });
  writeFileSync(join(home, 'Caddyfile'), `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${site}`);
  return ['/usr/bin/caddy', ['run', '--adapter', 'caddyfile', '--config', join(home, 'Caddyfile')]];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The proxy before a front that believes it, and web's place behind. */
async function behind(proxy: typeof nginx, answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const front = await standing(answer, { trustedProxies: ['127.0.0.1'] });
  const home = emptyDirectory();
  mkdirSync(join(home, 'keys'));
  const certificate = await ownCertificate(join(home, 'keys'), new Date());
  for (const [name, content] of [
    ['tls.crt', certificate.certificate],
    ['tls.key', certificate.key],
    ['routeward.crt', front.certificate.certificate],
  ] as const)
    writeFileSync(join(home, name), content);
  const port = await freePort();
  const [program, args] = proxy({ home, port, upstream: front.port });
  const env = {
    NODE_ENV: 'test' as const,
    PATH: '/usr/bin:/bin',
    HOME: home,
    XDG_DATA_HOME: home,
    XDG_CONFIG_HOME: home,
  };
  const child = spawn(program, args, { env, cwd: home, stdio: ['ignore', 'ignore', 'pipe'] });
  const said = text(child.stderr);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const at = { port, certificate };
  const answers = () =>
    ask(at, '127.0.0.1', {}).then(
      () => true,
      () => false,
    );
  if (!(await until(() => child.exitCode !== null || answers(), 20_000)) || child.exitCode !== null) {
    child.kill('SIGKILL');
    throw new Error(`the proxy did not begin: ${await said}`);
  }
  return { front, at };
}

/** A client at an address of its own: all of 127.0.0.0/8 is this machine. */
async function ask(
  { port, certificate }: { port: number; certificate: Pair },
  localAddress: string,
  headers: Record<string, string>,
): Promise<IncomingMessage> {
  const tls = { host: '127.0.0.1', port, ca: certificate.certificate, servername: 'localhost', agent: false as const };
  const asking = request({ ...tls, localAddress, headers: { host: 'localhost', ...headers } }).end();
  const [answer] = await once(asking, 'response');
  onTestFinished(() => answer.destroy());
  return answer;
}

const forged = {
  'x-forwarded-for': '6.6.6.6, 127.0.0.1',
  forwarded: 'for=6.6.6.6',
  'x-real-ip': '6.6.6.6',
  'x-client-ip': '6.6.6.6',
  'x-forwarded-proto': 'http',
  'x-forwarded-host': 'evil.example',
};

describe.each([
  ['nginx', nginx],
  ['Caddy', caddy],
])('%s, as the document has it', (_name, proxy) => {
  test('the client’s own address is what web is told; what the client forges changes nothing', async () => {
    const { front, at } = await behind(proxy, (_request, response) => response.end('fine'));
    for (const headers of [{}, forged]) {
      front.asked.length = 0;
      const answer = await ask(at, '127.0.0.2', headers);
      expect([answer.statusCode, await text(answer)]).toEqual([200, 'fine']);
      expect(answer.headers['strict-transport-security']).toMatch(/^max-age=63072000/);
      const [seen] = front.asked;
      expect(seen?.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.2', 'x-forwarded-proto': 'https' });
      expect(JSON.stringify(seen?.headers)).not.toMatch(/6\.6\.6\.6|evil/);
    }
  });

  test('events arrive one by one, while the answer goes on', async () => {
    const parts: ServerResponse[] = [];
    const { at } = await behind(proxy, (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      parts.push(response);
    });
    // The first ones were asked to see whether it is there; an answer without an end is enough for that.
    parts.length = 0;
    const answer = await ask(at, '127.0.0.2', { accept: 'text/event-stream' });
    const heard: string[] = [];
    answer.setEncoding('utf8').on('data', (chunk: string) => heard.push(chunk));
    for (const event of ['one', 'two', 'three']) {
      parts.at(-1)?.write(`data: ${event}\n\n`);
      expect(await until(() => heard.join('').endsWith(`data: ${event}\n\n`), 5_000), event).toBe(true);
    }
  });
});

test('nobody else is believed: a peer that is not listed, and any peer where none is', async () => {
  for (const trustedProxies of [['192.0.2.0/24', '::1'], []]) {
    const front = await standing((_request, response) => response.end('fine'), { trustedProxies });
    await ask1(front, { headers: forged });
    expect(front.asked[0]?.headers['x-forwarded-for']).toBe('127.0.0.1');
  }
});

test('of a trusted proxy’s list the last address that is not a proxy’s counts, and one that cannot be read says nothing', async () => {
  const front = await standing((_request, response) => response.end('fine'), {
    trustedProxies: ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32'],
  });
  for (const [said, address] of [
    ['192.0.2.9', '192.0.2.9'],
    ['6.6.6.6, 192.0.2.9, 10.1.2.3', '192.0.2.9'],
    ['::ffff:192.0.2.9', '192.0.2.9'],
    ['2001:db9::7, 2001:db8::1', '2001:db9::7'],
    ['192.0.2.9, unknown', '127.0.0.1'],
    ['192.0.2.9:4711', '127.0.0.1'],
    ['10.9.9.9', '10.9.9.9'],
    ['', '127.0.0.1'],
  ] as const) {
    front.asked.length = 0;
    await ask1(front, { headers: { 'x-forwarded-for': said } });
    expect([said, front.asked[0]?.headers['x-forwarded-for']]).toEqual([said, address]);
  }
});
