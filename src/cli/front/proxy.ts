import { Agent, request as ask, type ClientRequest, type IncomingMessage, ServerResponse } from 'node:http';
import { Transform } from 'node:stream';
import { cut, type Exchange } from './exchange';
import { type Origin, type Security, toClient, toWeb } from './headers';
import { limits } from './limits';
import { bodyless, type Refusal, refusals, refuse, writeHead } from './refuse';

export interface Upstream extends Origin, Security {
  /** The path of web's socket. */
  readonly socket: string;
  readonly agent: Agent;
}

/** One agent a front. Web keeps idle connections for longer than this, so it never closes one just being used. */
export function makeAgent(): Agent {
  return new Agent({ keepAlive: true, maxFreeSockets: 64, timeout: 0 });
}

/**
 * Hands a request on to web and its answer back, both as they come: a stream of events passes unbuffered, a client that
 * goes away ends the request upstream.
 */
export function forward(exchange: Exchange, upstream: Upstream, onAnswer: (answer: IncomingMessage) => void): void {
  const { request, response } = exchange;
  const outgoing = ask({
    socketPath: upstream.socket,
    agent: upstream.agent,
    method: request.method,
    path: request.url,
    headers: toWeb(exchange, upstream),
  });
  outgoing.setNoDelay(true);
  let isGivenUp = false;
  const fail = (refusal: Refusal) => {
    isGivenUp = true;
    request.unpipe();
    outgoing.destroy();
    refuse(exchange, refusal, upstream);
  };
  const noAnswer = setTimeout(() => fail(refusals.unavailable), limits.answerMs);
  outgoing.on('error', () => {
    // What is destroyed fails as well; a second answer would cut the one being given.
    if (!isGivenUp) fail(refusals.unavailable);
  });
  outgoing.on('response', (answer) => {
    clearTimeout(noAnswer);
    onAnswer(answer);
    giveBack(exchange, answer, upstream);
  });
  response.on('close', () => {
    clearTimeout(noAnswer);
    isGivenUp = true;
    outgoing.destroy();
  });
  if (bodyless.has(request.method ?? '')) endAtOnce(exchange, outgoing, fail);
  else sendBody(exchange, outgoing, fail);
}

function giveBack(exchange: Exchange, answer: IncomingMessage, security: Security): void {
  const { response, requestId } = exchange;
  writeHead(response, answer.statusCode ?? 502, toClient(answer.headers, requestId, security));
  // Sent at once: an event stream may have nothing to say for a while, and its client waits for the headers.
  if (response instanceof ServerResponse) response.flushHeaders();
  else response.writeHead(response.statusCode);
  answer.pipe(response);
  // Web died in the middle: the client must see a broken answer, not a short one.
  answer.on('error', () => cut(response));
}

/** No body of these is ever passed on; HTTP/2 may bring one without having announced it. */
function endAtOnce({ request }: Exchange, outgoing: ClientRequest, fail: (refusal: Refusal) => void): void {
  outgoing.end();
  request.once('data', () => fail(refusals.unexpectedBody));
}

/**
 * Node frames the body of a method it knows to have one, and sends any other's bare: on a connection that is kept web would
 * read it as the next request, which is somebody else's. So those methods get none, and every body gets its frame.
 *
 * Counts what arrives: a body without a length, or with a false one, ends at the limit too.
 */
function sendBody(exchange: Exchange, outgoing: ClientRequest, fail: (refusal: Refusal) => void): void {
  const { request } = exchange;
  outgoing.useChunkedEncodingByDefault = true;
  let bytes = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= limits.bodyBytes) return done(null, chunk);
      fail(refusals.body);
    },
  });
  const slow = setTimeout(() => fail(refusals.slow), limits.bodyMs);
  request.on('end', () => clearTimeout(slow));
  request.on('close', () => clearTimeout(slow));
  // A request cut short must not look like a whole one upstream.
  request.on('error', () => outgoing.destroy());
  request.pipe(counted).pipe(outgoing);
}
