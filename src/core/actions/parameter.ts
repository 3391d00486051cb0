/** A value as a form sends it, as a run stores it and as a sentence is made from it. */
export type Value = string | number | boolean | readonly string[];
/** Values by parameter name. A parameter that was left out and has no default is not in it. */
export type Values = Readonly<Record<string, Value>>;

interface ParameterBase {
  /** As RouterOS names it, except where RouterOS has no such word (`family`, `limit`). */
  readonly name: string;
  readonly title: string;
  readonly isRequired: boolean;
  /** One line for whoever fills it in. */
  readonly explained: string;
}

export type Parameter =
  /** An IP address, of version 4 alone or, where `accepts` says so, a DNS name or a network. */
  | (ParameterBase & {
      readonly kind: 'address';
      readonly accepts: 'ip' | 'ipOrHost' | 'ipOrPrefix' | 'ipv4' | 'ipv4OrPrefix';
    })
  /** A MAC address in any usual spelling; the value is `AA:BB:CC:DD:EE:FF`, with which RouterOS compares. */
  | (ParameterBase & { readonly kind: 'mac' })
  /** A network, `10.0.0.0/24` or `2001:db8::/32`. */
  | (ParameterBase & { readonly kind: 'prefix' })
  /** `milliseconds` is a whole number of them; RouterOS gets `1s500ms`. */
  | (ParameterBase & {
      readonly kind: 'integer' | 'milliseconds';
      readonly min: number;
      readonly max: number;
      readonly byDefault?: number;
      readonly unit?: string;
    })
  | (ParameterBase & { readonly kind: 'choice'; readonly choices: readonly string[]; readonly byDefault?: string })
  /** Several of the choices; none chosen means all. In a word they stand behind each other with commas. */
  | (ParameterBase & { readonly kind: 'choices'; readonly choices: readonly string[] })
  /** One to `most` addresses or networks; in a word with commas between them. */
  | (ParameterBase & {
      readonly kind: 'addresses';
      readonly accepts: 'ip' | 'ipv4' | 'ipOrPrefix' | 'ipv4OrPrefix';
      readonly most: number;
    })
  /** One to `most` names of interfaces; in a word with commas between them. */
  | (ParameterBase & { readonly kind: 'interfaces'; readonly max: number; readonly most: number })
  /** A row's number as RouterOS gives it, `*1A`: chosen from what a read showed. */
  | (ParameterBase & { readonly kind: 'row' })
  /** SHA-256 of what a row said when it was chosen, 64 lower-case hexadecimal digits: another row may have its number now. */
  | (ParameterBase & { readonly kind: 'fingerprint' })
  /** Ports and ranges of ports, at most 15: `80`, `80,443`, `1000-2000`. */
  | (ParameterBase & { readonly kind: 'ports'; readonly byDefault?: string })
  /** Bits per second up and down as RouterOS writes them, `10M/2M`; 0 has no limit. */
  | (ParameterBase & { readonly kind: 'rates' })
  /** Seconds up and down as RouterOS writes them, `8s/8s`. */
  | (ParameterBase & { readonly kind: 'spans' })
  /** A WireGuard public key: 32 bytes in base64, 44 characters. */
  | (ParameterBase & { readonly kind: 'publicKey' })
  /** A password: `min` to `max` plain characters. It is said to the router and to nobody else, and never read back. */
  | (ParameterBase & { readonly kind: 'secret'; readonly min: number; readonly max: number })
  /** A template and its version, `ntp@3`. */
  | (ParameterBase & { readonly kind: 'template' })
  /** Another device of the same customer, by its id. */
  | (ParameterBase & { readonly kind: 'device' })
  /** These words, typed by whoever means it. No word of a sentence takes it. */
  | (ParameterBase & { readonly kind: 'confirmation'; readonly words: string })
  /** Why somebody does it, for the record: `min` to `max` characters. No word takes it. */
  | (ParameterBase & { readonly kind: 'reason'; readonly min: number; readonly max: number })
  /** true or false; without a default it may also be left open. */
  | (ParameterBase & { readonly kind: 'flag'; readonly byDefault?: boolean })
  /** A name of the router's (interface, chain, VRF), or free text: one line of 1 to `max` characters. */
  | (ParameterBase & { readonly kind: 'interface' | 'text'; readonly max: number; readonly byDefault?: string });

export type Rule =
  /** Above `above`, another value has to be at least `min`. */
  | {
      readonly kind: 'needs';
      readonly parameter: string;
      readonly above: number;
      readonly other: string;
      readonly min: number;
      readonly explained: string;
    }
  /** The values multiplied are at most so many. */
  | { readonly kind: 'product'; readonly of: readonly string[]; readonly max: number; readonly explained: string }
  /** A prefix or address belongs to the family ('4' or '6') that another value names. */
  | { readonly kind: 'family'; readonly parameter: string; readonly family: string; readonly explained: string }
  /** At least one of these is given. */
  | { readonly kind: 'any'; readonly of: readonly string[]; readonly explained: string }
  /** All of these are given, or none. */
  | { readonly kind: 'together'; readonly of: readonly string[]; readonly explained: string }
  /** Exactly one of these is given. */
  | { readonly kind: 'one'; readonly of: readonly string[]; readonly explained: string }
  /** May only be given beside another. */
  | { readonly kind: 'beside'; readonly parameter: string; readonly other: string; readonly explained: string }
  /** Is none of these. */
  | { readonly kind: 'not'; readonly parameter: string; readonly is: readonly string[]; readonly explained: string }
  /** No two of these are the same. */
  | { readonly kind: 'different'; readonly of: readonly string[]; readonly explained: string }
  /** No two of these networks and addresses of IPv4 have an address in common. */
  | { readonly kind: 'apart'; readonly of: readonly string[]; readonly explained: string }
  /** An address is that of another host in the network of a second one, `10.255.0.1/30`. */
  | { readonly kind: 'neighbour'; readonly parameter: string; readonly other: string; readonly explained: string }
  /** A network has at least so many bits: it may not be wider. */
  | { readonly kind: 'network'; readonly parameter: string; readonly shortest: number; readonly explained: string }
  /** Has to be given, and to have this form where one is named, where another value is this one. */
  | {
      readonly kind: 'with';
      readonly parameter: string;
      readonly form?: 'ipv4' | 'ipv6' | 'host';
      readonly where: string;
      readonly is: string;
      readonly explained: string;
    }
  /** May only be given (with `asNetwork`: only as a network) where another value is this one, or one of these. */
  | {
      readonly kind: 'only';
      readonly parameter: string;
      readonly asNetwork?: true;
      readonly where: string;
      readonly is: string | readonly string[];
      readonly explained: string;
    };
