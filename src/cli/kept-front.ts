import { type OperatorEnv, plainEnvironment } from '@/env';
import type { FrontOptions } from './front/server';
import { Kept } from './kept';
import { launch } from './launch';
import type { Log } from './log';

interface Place {
  readonly log: Log;
  readonly logLevel: OperatorEnv['logLevel'];
  readonly listen: { readonly host: string; readonly port: number };
}

/** The front and what it goes by: whatever was told last is told again to one that had to be started anew. */
export class KeptFront {
  readonly kept: Kept;
  readonly #place: Place;
  #options: FrontOptions;
  #port: number;
  #socket: string | null = null;
  #proxies: readonly string[] = [];

  constructor(place: Place, options: FrontOptions) {
    this.#place = place;
    this.#options = options;
    this.#port = place.listen.port;
    this.kept = new Kept({
      name: 'front',
      log: place.log,
      launch: () => this.#launch(),
      onReady: (at) => {
        this.#port = at ?? this.#port; // A restarted front takes the port people know, also when any free one was asked for.
        this.#tell();
      },
      onDown: () => undefined,
    });
  }

  /** Resolves with the port it listens on. It answers 503 until it is led somewhere. */
  async begin(): Promise<number> {
    await this.kept.begin();
    return this.#port;
  }

  /** The socket that web listens on; null while it is not there. */
  lead(socket: string | null): void {
    this.#socket = socket;
    this.#tell();
  }

  /** Whose word on a client's address is taken. */
  trust(proxies: readonly string[]): void {
    this.#proxies = proxies;
    this.#tell();
  }

  /** The certificate for connections that begin from now on. */
  show(tls: NonNullable<FrontOptions['tls']>): void {
    this.#options = { ...this.#options, tls };
    this.#tell();
  }

  #launch(): ReturnType<typeof launch> {
    const { log, logLevel, listen } = this.#place;
    const child = launch('front', plainEnvironment(logLevel), log);
    // What could not be started has no channel.
    if (child.connected) child.send({ kind: 'configure', options: this.#options, host: listen.host, port: this.#port });
    return child;
  }

  /** All of it: what is the same changes nothing there. Whom to believe comes first: no request is led to web before that is known. */
  #tell(): void {
    const { tls } = this.#options;
    if (tls !== null) this.kept.send({ kind: 'show', tls });
    this.kept.send({ kind: 'trust', proxies: this.#proxies });
    this.kept.send({ kind: 'upstream', socket: this.#socket });
  }
}
