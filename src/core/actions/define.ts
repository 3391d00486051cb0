import type { Feature } from './device-mode';
import type { Parameter, Rule } from './parameter';
import type { RefusalId } from './refusals';
import type { SentenceForm, Sieve, Word } from './sentence-form';
import type { Shown } from './shown';

/** Where an action belongs, as an engineer would look for it. */
export const areas = {
  tools: 'Tools',
  interfaces: 'Interfaces',
  switching: 'Bridge and VLAN',
  wireless: 'Wireless',
  addresses: 'Addresses',
  routing: 'Routing',
  firewall: 'Firewall',
  dhcp: 'DHCP',
  dns: 'DNS',
  subscribers: 'Subscribers',
  vpn: 'VPN',
  queues: 'Queues',
  system: 'System',
  configuration: 'Configuration',
} as const;
export type Area = keyof typeof areas;
// safe: `areas` is a literal; its keys are exactly these.
export const areaNames = Object.keys(areas) as [Area, ...Area[]];

/** What a group of RouterOS's accounts may grant, as far as an action may want it. */
export type Policy = 'read' | 'write' | 'test' | 'sniff' | 'reboot' | 'ftp' | 'sensitive';

/** What can be done with a router, as data. An entry is a table row: nothing in it runs. */
interface Entry {
  /** `tool.ping`: never changes, the audit and stored runs name it. */
  readonly id: string;
  readonly title: string;
  readonly area: Area;
  /** What it is for, in one line. */
  readonly purpose: string;
  /** What it does not do, or does not tell: a sentence each. */
  readonly limits: readonly string[];
  readonly parameters: readonly Parameter[];
  /** What has to hold between several values. */
  readonly rules: readonly Rule[];
  /** Everything it may say, all versions and choices; `compile` takes those that fit. */
  readonly sentences: readonly SentenceForm[];
  /** What the account's group must grant beside `api`. */
  readonly policies: readonly Policy[];
  /** What the router's device-mode must not forbid. */
  readonly feature: Feature | null;
}

export interface Read extends Entry {
  readonly effect: 'read';
  /** What it costs the router or the line while it runs. */
  readonly impact: Impact;
  readonly guard: Guard | null;
  /** It ends well even where it never began: these words of a field say that it did. See `begun.ts`. */
  readonly begun?: { readonly field: string; readonly words: readonly string[] };
  /** What we do to rows that RouterOS cannot do itself; see `sieve.ts`. */
  readonly sieve: Sieve | null;
  readonly shown: Shown;
}

/** none: reads a table. load: may cost CPU. traffic: sends a few packets. saturates: fills the line. */
export type Impact = 'none' | 'load' | 'traffic' | 'saturates';

/** What stands before a read that touches the router while it runs: it is asked for with a reason or a confirmation. */
export interface Guard {
  /** What it does to the router meanwhile: said before it starts. */
  readonly warns: string;
  /** A router busier than that is not asked. One such read at a time per router. */
  readonly mostCpuPercent: number;
  /** The parameters of an interface and of a network that has to lie in one that the router is in there. */
  readonly connected?: { readonly interface: string; readonly network: string };
}

export interface Write extends Entry {
  readonly effect: 'write';
  /** The floor: W1 reversible and local, W2 a customer's service can be hit, W3 can cut management or many users. */
  readonly tier: Tier;
  /** What raises the tier, a sentence each. */
  readonly raised: readonly string[];
  /**
   * How the rows it changes are found before, in the menu of its sentence; null where nothing has to be known. A menu of
   * settings is one row without a number: it is read for the inverse, and no word names it.
   */
  readonly finds: Finds | null;
  /** What it is refused for, by what the preview finds. */
  readonly refusedWhen: readonly RefusalId[];
  readonly inverse: Inverse;
  /** The read that shows its effect, its parameters filled from those of the write. */
  readonly shownBy: {
    readonly action: string;
    readonly given: Readonly<Record<string, string>>;
    /** Values that are the same whatever was written. */
    readonly fixed?: Readonly<Record<string, string>>;
  };
}

export type Tier = 'W1' | 'W2' | 'W3';

/** A `print` of the menu before anything is changed. Not finding is a failure, and never "nothing to do". */
export interface Finds {
  /** Only when these values were chosen: with others nothing is there yet that could be found. */
  readonly when?: Readonly<Record<string, string>>;
  readonly by: readonly Word[];
  /** What a query cannot ask, sifted on our side as by a read's sieve. */
  readonly is?: Sieve['is'];
  /** What is read of it: kept for the inverse, and compared with the fingerprint where the action takes one. */
  readonly fields: readonly string[];
  /** More rows than that are refused. */
  readonly mostRows: number;
}

/** What undoes it, beside the guard; `explained` says what it cannot bring back. */
export type Inverse =
  | Undoing
  /** Where the choices do different things: the first of these whose values were chosen. */
  | { readonly how: 'byChoice'; readonly of: readonly ChosenUndoing[]; readonly explained: string }
  /** Each step's own inverse, in reverse order. */
  | { readonly how: 'steps'; readonly explained: string };

export type Undoing =
  /** What was added is removed, by its number and what it said. */
  | { readonly how: 'remove'; readonly explained: string }
  /**
   * The file that was written is removed: no answer tells its number, so it is found by its exact name, which is the value
   * of `named` with `ending` behind it where that does not end so already.
   */
  | { readonly how: 'removeFile'; readonly named: string; readonly ending: string; readonly explained: string }
  /**
   * Those of these fields that were said get the values that were found. One that was not there gets an empty text, or is
   * taken away with the menu's `unset` where it is among `unset`.
   */
  | {
      readonly how: 'setBack';
      readonly fields: readonly string[];
      readonly unset?: readonly string[];
      readonly explained: string;
    }
  /** What was removed is added again with those of these fields that it had; not a row with the values of `unless`. */
  | {
      readonly how: 'addBack';
      readonly fields: readonly string[];
      readonly unless?: Readonly<Record<string, string>>;
      readonly explained: string;
    }
  /** It goes back to before the row that followed it, or to the end. */
  | { readonly how: 'moveBack'; readonly explained: string }
  | { readonly how: 'none'; readonly explained: string };

export interface ChosenUndoing {
  readonly when: Readonly<Record<string, string>>;
  readonly undoing: Undoing;
}

export type Action = Read | Write;
