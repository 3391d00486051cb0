import { createHash } from 'node:crypto';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Clock } from './clock';
import { RouterFault } from './fault';
import type { Limits } from './limits';
import type { Address, Transport } from './target';
import { within } from './within';

export interface Opening {
  readonly clock: Clock;
  readonly limits: Limits;
  /** Aborting ends the attempt and leaves no socket. */
  readonly signal: AbortSignal;
}

/** How long a silent connection lasts before TCP asks whether the other end is still there. */
const keepAliveMs = 30_000;

/**
 * Connects, and over TLS compares the pin, before a byte of ours is sent. Throws RouterFault `unreachable`, `noTls` or
 * `certificateDiffers`, within `connectMs`; what was opened is gone then.
 */
export async function openConnection(to: Address, transport: Transport, opening: Opening): Promise<Connection> {
  const { clock, limits } = opening;
  const lateAt = clock.now() + limits.connectMs;
  const tcp = connectTcp({ ...to, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs });
  // An 'error' that nobody hears ends the process. Whoever waits hears it too.
  tcp.on('error', ignore);
  await reached(tcp, 'connect', { ...opening, lateAt, faultOf: unreachable });
  if (transport.kind === 'plain') return new Connection(tcp, null, opening);
  const tls = await secured(tcp, { ...opening, lateAt });
  comparePin(tls, transport.pin);
  return new Connection(tls, tls.getProtocol(), opening);
}

/**
 * The SHA-256 of the certificate that whatever answers there shows: 64 hex digits. Nothing is said to it. Throws RouterFault
 * `unreachable` or `noTls`, within `connectMs`.
 */
export async function lookAtCertificate(to: Address, opening: Opening): Promise<string> {
  const { clock, limits } = opening;
  const lateAt = clock.now() + limits.connectMs;
  const tcp = connectTcp({ ...to, noDelay: true });
  tcp.on('error', ignore);
  await reached(tcp, 'connect', { ...opening, lateAt, faultOf: unreachable });
  const tls = await secured(tcp, { ...opening, lateAt });
  const shown = shownBy(tls);
  tls.destroy();
  if (shown === null) throw withoutCertificate();
  return shown;
}

/** Chains mean nothing here: the pin is the whole trust. Node then never calls checkServerIdentity, hence comparePin. */
async function secured(tcp: Socket, waiting: Opening & { readonly lateAt: number }): Promise<TLSSocket> {
  const tls = connectTls({ socket: tcp, rejectUnauthorized: false, minVersion: 'TLSv1.2' });
  tls.on('error', ignore);
  await reached(tls, 'secureConnect', { ...waiting, faultOf: (error) => withoutTls(error, tcp) });
  return tls;
}

function ignore(): void {
  // Whoever waits, or the connection, has heard it as well.
}

interface Waiting extends Opening {
  readonly lateAt: number;
  readonly faultOf: (error: NodeJS.ErrnoException | null) => RouterFault;
}

/** Until the event; or the socket is destroyed, and why is thrown. An error of null means that it took too long. */
async function reached(socket: Socket, event: 'connect' | 'secureConnect', waiting: Waiting): Promise<void> {
  const { clock, signal, lateAt, faultOf } = waiting;
  let forget: () => void = () => undefined;
  const happened = new Promise<void>((resolve, reject) => {
    const failed = (error: Error) => reject(faultOf(error));
    const closed = () => failed(new Error('closed'));
    socket.once('error', failed).once('close', closed).once(event, resolve);
    // Whatever ends the connection later is no failure to open it.
    forget = () => socket.off('error', failed).off('close', closed).off(event, resolve);
  });
  try {
    await within(happened, { clock, signal, ms: lateAt - clock.now(), late: () => faultOf(null) });
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    forget();
  }
}

/** The codes that a person can do something about; Node gives the rest as they are. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the port is closed',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'there is no way to that address',
  ENETUNREACH: 'there is no way to that network',
  ETIMEDOUT: 'nothing answered',
  EPIPE: 'the router closed the connection',
};

const reasonOf = ({ code }: NodeJS.ErrnoException): string =>
  reasons[code ?? ''] ?? code ?? 'the connection was closed';

function unreachable(error: NodeJS.ErrnoException | null): RouterFault {
  return new RouterFault('unreachable', error === null ? 'nothing answered in time' : reasonOf(error), {
    cause: error,
    reason: error === null ? 'ETIMEDOUT' : (error.code ?? null),
  });
}

function withoutTls(error: NodeJS.ErrnoException | null, tcp: Socket): RouterFault {
  if (error === null) return new RouterFault('noTls', 'the TLS handshake was not answered in time');
  // A service that is not allowed from here accepts and closes: no word was said about TLS.
  if (tcp.bytesRead === 0) return unreachable(error);
  return new RouterFault('noTls', `the TLS handshake failed: ${tlsReasonOf(error)}`, { cause: error });
}

function tlsReasonOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'ERR_SSL_UNSUPPORTED_PROTOCOL') return 'nothing newer than TLS 1.1 is offered';
  if (error.code === 'ERR_SSL_WRONG_VERSION_NUMBER') return 'what answers does not speak TLS';
  // What a router without a certificate says: it has only anonymous ciphers, and we offer none.
  if (error.code?.includes('HANDSHAKE_FAILURE')) return 'no cipher with a certificate is offered';
  return reasonOf(error);
}

/** Destroys the connection and throws, unless the certificate is the one that was pinned. Nothing was sent so far. */
function comparePin(tls: TLSSocket, pin: string): void {
  const shown = shownBy(tls);
  if (shown === pin.toLowerCase()) return;
  tls.destroy();
  if (shown === null) throw withoutCertificate();
  throw new RouterFault('certificateDiffers', `the router shows ${shown}, pinned is ${pin}`, { shownPin: shown });
}

function shownBy(tls: TLSSocket): string | null {
  const certificate = tls.getPeerX509Certificate();
  return certificate === undefined ? null : createHash('sha256').update(certificate.raw).digest('hex');
}

const withoutCertificate = () => new RouterFault('noTls', 'the router showed no certificate');

interface Listener {
  readonly onBytes: (bytes: Buffer) => void;
  /** Once, whoever ended it. */
  readonly onGone: (fault: RouterFault) => void;
}

/** What one router may say before the others are heard. */
const shareBytes = 128 * 1024;

/** An open way to a router: bytes out, bytes in, and one end. */
export class Connection {
  #outbox: Buffer[] = [];
  #listener: Listener | null = null;
  #fault: RouterFault | null = null;
  #shareUsed = 0;

  constructor(
    private readonly socket: Socket,
    readonly tlsVersion: string | null,
    private readonly opening: Opening,
  ) {
    const closed = () => {
      if (!this.isGone) this.destroy(new RouterFault('cut', 'the router closed the connection'));
    };
    // Not every error is followed by 'close': bytes that are no TLS, on a connection that was secure, are not.
    socket.on('error', (error) => this.destroy(new RouterFault('cut', reasonOf(error), { cause: error })));
    socket.on('end', closed);
    socket.on('close', closed);
    socket.on('drain', () => this.#flush());
    if (socket.destroyed) closed();
  }

  get isGone(): boolean {
    return this.#fault !== null;
  }

  /** From now on bytes are read. */
  listen(listener: Listener): void {
    this.#listener = listener;
    if (this.#fault !== null) listener.onGone(this.#fault);
    else this.socket.on('data', (bytes: Buffer) => this.#hear(bytes, listener));
  }

  /**
   * A router that talks without a pause would have the event loop for two megabytes at a time (libuv reads 32 times
   * 64 kB before it looks at anybody else), so it has to wait for the others after each share.
   */
  #hear(bytes: Buffer, listener: Listener): void {
    if (this.isGone) return;
    listener.onBytes(bytes);
    this.#shareUsed += bytes.length;
    if (this.#shareUsed < shareBytes || this.socket.isPaused()) return;
    this.socket.pause();
    setImmediate(() => {
      this.#shareUsed = 0;
      this.socket.resume();
    });
  }

  /** In one write, or as soon as the router has taken what was sent before. */
  send(bytes: Buffer): void {
    this.#outbox.push(bytes);
    this.#flush();
  }

  #flush(): void {
    while (!this.isGone && !this.socket.writableNeedDrain) {
      const bytes = this.#outbox.shift();
      if (bytes === undefined) return;
      this.socket.write(bytes);
    }
  }

  /** At once. The first to say why is believed. */
  destroy(fault: RouterFault): void {
    if (this.#fault !== null) return;
    this.#fault = fault;
    this.#outbox = [];
    this.socket.destroy();
    this.#listener?.onGone(fault);
  }

  /** Takes leave, and is gone after `closeMs` whether the router agrees or not. */
  async close(): Promise<void> {
    if (this.socket.closed) return;
    const { clock, limits } = this.opening;
    const closed = new Promise<void>((resolve) => this.socket.once('close', () => resolve()));
    const callOff = clock.after(limits.closeMs, () => this.socket.destroy());
    this.socket.end();
    await closed;
    callOff();
  }
}
