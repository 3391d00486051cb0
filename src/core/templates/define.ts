import type { Area } from '../actions/define';
import type { Parameter, Rule } from '../actions/parameter';
import type { Step, Verb } from '../change/step';

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
}

/** One of its steps, whose values are its own or a person's. */
export interface StepForm extends Pick<Step, 'menu' | 'mostRows' | 'ifNone'> {
  readonly verb: Verb;
  readonly where: Readonly<Record<string, Filling>>;
  readonly fields: Readonly<Record<string, Filling>>;
}

export type Filling = { readonly fixed: string } | { readonly from: string };

/** How far it reaches at most. Held against its steps when it is compiled, and against what is found when it is run. */
export interface Radius {
  /** `/ppp/secret/set` */
  readonly commands: readonly string[];
  readonly mostRows: number;
  readonly mostDevices: number;
  readonly touchesManagement: boolean;
  readonly interruptsService: boolean;
}
