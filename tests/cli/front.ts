import { once } from 'node:events';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import { type Front, makeFront } from '@/cli/front/server';
import { ownCertificate } from '@/cli/own-certificate';
import type { Pair } from '@/server/certificate/pem';
import { emptyDirectory } from './product';

export const frontKey = 'k'.repeat(64);

export interface Standing {
  readonly front: Front;
  readonly port: number;
  /** The socket that the server in web's place listens on. */
  readonly webSocket: string;
  readonly certificate: Pair;
  /** What web was asked, in order. */
  readonly asked: IncomingMessage[];
}

type Answerer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real front with its own certificate before a small HTTP server in web's place. */
export async function standing(
  answer: Answerer,
  options: { isGiven?: boolean; onlyLoopbackNames?: boolean; trustedProxies?: readonly string[] } = {},
): Promise<Standing> {
  const certificate = { ...(await ownCertificate(emptyDirectory(), new Date())), isGiven: options.isGiven === true };
  const asked: IncomingMessage[] = [];
  const web = createServer((incoming, response) => {
    asked.push(incoming);
    answer(incoming, response);
  });
  const front = makeFront({
    tls: certificate,
    frontKey,
    onlyLoopbackNames: options.onlyLoopbackNames === true,
  });
  front.trust(options.trustedProxies ?? []);
  const webSocket = join(emptyDirectory(), 'web.sock');
  web.listen(webSocket);
  await once(web, 'listening');
  front.setUpstream(webSocket);
  const port = await listening(front.server);
  onTestFinished(async () => {
    web.close();
    web.closeAllConnections();
    await front.drain();
  });
  return { front, port, webSocket, certificate, asked };
}

async function listening(server: Front['server']): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port; // safe: it listens on TCP.
}

export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

interface Question {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** One request over HTTP/1.1 on a connection of its own. */
export async function ask1({ port, certificate }: Standing, question: Question = {}): Promise<Answer> {
  const { path = '/', method = 'GET', headers = {}, body } = question;
  const tls = { host: '127.0.0.1', port, ca: certificate.certificate, servername: 'localhost', agent: false };
  const asking = request({ ...tls, path, method, headers });
  // The answer may come, and the connection end, while the body is still being sent.
  asking.on('error', () => undefined);
  asking.end(body);
  const [answer] = await once(asking, 'response');
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

/** An HTTP/2 connection, closed when the test is over. */
export function session2({ port, certificate }: Standing): ClientHttp2Session {
  const session = connectHttp2(`https://127.0.0.1:${port}`, { ca: certificate.certificate });
  onTestFinished(() => session.destroy());
  return session;
}

/** One request over HTTP/2. */
export async function ask2(standing: Standing, question: Question = {}): Promise<Answer> {
  const { path = '/', method = 'GET', headers = {}, body } = question;
  const asked = { ':path': path, ':method': method, ...headers };
  const stream = session2(standing).request(asked, { endStream: body === undefined });
  // Refused while it is still being sent, a stream may end in an error after its answer.
  stream.on('error', () => undefined);
  if (body !== undefined) stream.end(body);
  const [answered] = await once(stream, 'response');
  return { status: Number(answered[':status']), headers: answered, body: await text(stream) };
}

/** A TLS connection to write anything on. */
async function wire({ port, certificate }: Standing): Promise<TLSSocket> {
  const socket = connectTls({ host: '127.0.0.1', port, ca: certificate.certificate, ALPNProtocols: ['http/1.1'] });
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'secureConnect');
  return socket;
}

/** Writes the bytes and returns everything that comes back until the other side closes. */
export async function rawAnswer(standing: Standing, bytes: string): Promise<string> {
  const socket = await wire(standing);
  socket.write(bytes);
  return text(socket);
}
