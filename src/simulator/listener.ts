import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import { type Certificate, makeCertificate } from './certificate';
import type { Faults } from './faults';
import type { Way } from './way/way';

/** Meets a new connection: what is said on it, and the bare one below, which alone can be reset. */
type Welcome = (socket: Socket, bare: Socket) => void;

/**
 * The place where a router listens. TLS is put on a connection by hand, so that a router nobody has visited yet costs a
 * socket and nothing more, and the certificate may change between two connections.
 */
export class Listener {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #certificate: Certificate | null;
  readonly #faults: Faults;
  readonly #way: Way;
  #context: SecureContext | null = null;
  #otherContext: SecureContext | null = null;

  constructor(given: { certificate: Certificate | null; faults: Faults; way: Way }, welcome: Welcome) {
    this.#certificate = given.certificate;
    this.#faults = given.faults;
    this.#way = given.way;
    this.#server = createServer({ noDelay: true, allowHalfOpen: false }, (socket) => {
      void this.#accept(socket, welcome);
    });
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** Listens and says where: the port, when 0 was asked for. */
  open(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen({ host, port }, () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  }

  /** No new connections; those that are there stay. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      // Its callback would wait for the end of every connection; that nobody listens any more is so at once.
      if (this.#server.listening) this.#server.close();
      resolve();
    });
  }

  hangUp(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #accept(socket: Socket, welcome: Welcome): Promise<void> {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    // A client that goes without a word is no event for a router; `close` follows.
    socket.on('error', () => undefined);
    if (this.#faults.resetsConnections) {
      socket.resetAndDestroy();
      return;
    }
    if (this.#faults.isSilent) {
      socket.resume();
      return;
    }
    // Whoever knocks goes on knocking: when the way opens again they are let in, unless they have given up.
    await this.#way.opened();
    if (socket.destroyed) return;
    if (this.#certificate === null) {
      welcome(socket, socket);
      return;
    }
    const secureContext = await this.#contextNow(this.#certificate);
    const secured = new TLSSocket(socket, { isServer: true, secureContext });
    secured.on('error', () => socket.destroy());
    secured.on('close', () => socket.destroy());
    welcome(secured, socket);
  }

  async #contextNow(own: Certificate): Promise<SecureContext> {
    if (this.#faults.presentsOtherCertificate) {
      this.#otherContext ??= contextOf(await makeCertificate('somebody else'));
      return this.#otherContext;
    }
    this.#context ??= contextOf(own);
    return this.#context;
  }
}

const contextOf = ({ certificate, key }: Certificate): SecureContext =>
  createSecureContext({ cert: certificate, key, minVersion: 'TLSv1.2' });
