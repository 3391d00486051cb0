/** How a router is spoken to. The pin is the SHA-256 of its certificate's DER: 64 hex digits. */
export type Transport = { readonly kind: 'tls'; readonly pin: string } | { readonly kind: 'plain' };

/** A router to read from. `key` is the device's id: there is one connection per key. */
export interface RouterTarget {
  readonly key: string;
  readonly host: string;
  readonly port: number;
  readonly transport: Transport;
  readonly login: { readonly name: string; readonly password: string };
  /** Marked by a person as older than RouterOS 6.43: only then is the MD5 login answered. */
  readonly isPre643: boolean;
  /** What text that is no UTF-8 was written in, as WHATWG names it: `windows-1251`. Null is `windows-1252`. */
  readonly codePage: string | null;
}

export interface ReadCall {
  /** From sending the sentence to the end of the answer; else the sentence's own. */
  readonly deadlineMs?: number | undefined;
  /** Aborting sends /cancel; the read then ends with the fault `stopped`. */
  readonly signal?: AbortSignal | undefined;
  /** Where it waits to be connected, those that are not patient go first. */
  readonly isPatient?: boolean | undefined;
  /** The first word is about to be sent; called once, also if the read is tried again. */
  readonly onSent?: (() => void) | undefined;
  /** Each row as it comes, without prototype. */
  readonly onRow: (fields: Readonly<Record<string, string>>) => void;
  /** Asked after each row: with true the answer is cut short, as by the cap of the sentence. */
  readonly isEnough?: (() => boolean) | undefined;
}

export interface ReadEnd {
  readonly rows: number;
  /** There were more rows than the sentence lets in; the command was cancelled. */
  readonly isTruncated: boolean;
  /** `TLSv1.3`; null where the transport is plain. */
  readonly tlsVersion: string | null;
}

/** Where a target is: an address, never a name, so that what was checked is what is connected to. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Finds a target's address, or throws RouterFault `addressRefused` or `unresolved`. */
export type Dial = (target: Pick<RouterTarget, 'host' | 'port'>) => Promise<Address>;
