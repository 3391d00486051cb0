import type { Permission } from '../access';
import type { Area, Tier } from '../actions/define';
import type { Parameter, Rule } from '../actions/parameter';
import type { Step, Verb } from '../change/step';
import type { Derived } from './derived';

/** A change that was thought through beforehand, as data: people fill in its parameters, and nothing else of it. */
export interface Template {
  /** `subscriber.suspend`: never changes, the audit and stored changes name it. */
  readonly id: string;
  /** From 1; whatever of it changes, it is a new version. */
  readonly version: number;
  readonly title: string;
  readonly area: Area;
  /** What it is for, in one line. */
  readonly purpose: string;
  /** What it does not do: a sentence each. */
  readonly limits: readonly string[];
  readonly parameters: readonly Parameter[];
  /** What has to hold between several values. */
  readonly rules: readonly Rule[];
  /** In the order in which they are made. */
  readonly steps: readonly StepForm[];
  readonly radius: Radius;
  /** A tier below which it never is, whatever its steps come to. */
  readonly floor?: Tier;
  /** It is one of the catalogue's write actions, which Admins do directly; with what of it a template leaves out. */
  readonly isDirect?: true;
}

/** One of its steps, whose values are its own or a person's. */
export interface StepForm extends Pick<Step, 'menu' | 'mostRows' | 'ifNone' | 'ifOther' | 'either'> {
  readonly verb: Verb;
  readonly where: Readonly<Record<string, Filling>>;
  readonly fields: Readonly<Record<string, Filling>>;
  /** It is made once for each of the values of this parameter, which has several. */
  readonly each?: string;
  /** Only where this parameter was given a value; a flag: where it is on. */
  readonly given?: string;
  /** Only where these values were chosen. */
  readonly when?: Readonly<Record<string, string>>;
  /** First of its chain; or before the row that the value of a parameter names, and behind all where it was left out. */
  readonly place?: 'first' | 'last' | { readonly from: string };
}

export type Filling =
  | { readonly fixed: string }
  /** The value of a parameter, or what follows from it; where it was left out, this other one, or the field is left out too. */
  | { readonly from: string; readonly as?: Derived; readonly or?: Filling }
  /** Text with values of parameters in it: `Routeward: port {port}`. */
  | { readonly text: string }
  /** The one value that the step is made for, or what follows from it. */
  | { readonly item: true; readonly as?: Derived };

/** How far it reaches at most. Held against its steps when it is compiled, and against what is found when it is run. */
export interface Radius {
  /** `/ppp/secret/set` */
  readonly commands: readonly string[];
  readonly mostRows: number;
  readonly mostDevices: number;
  readonly touchesManagement: boolean;
  readonly interruptsService: boolean;
}

/** What somebody has to be permitted who asks for it. */
export const permissionFor = ({ isDirect }: Pick<Template, 'isDirect'>): Permission =>
  isDirect === true ? 'action.write' : 'template.deploy';
