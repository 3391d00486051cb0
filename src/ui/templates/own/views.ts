import type { TrialOutcome } from '@/core/templates/trial';
import type { OtherVersion, TrialState, VersionState } from '@/core/templates/versions';

/** What the doors answer with, as the screens hold it. */
export interface VersionLine {
  readonly template: string;
  readonly version: number;
  readonly state: VersionState;
  readonly title: string;
  readonly tier: 'W1' | 'W2' | 'W3' | null;
  readonly basedOn: string | null;
  readonly revision: number;
  readonly changedAt: string;
  readonly changedBy: string;
}

export interface VersionView extends VersionLine {
  readonly document: string;
  readonly digest: string | null;
  readonly shortDigest: string | null;
  readonly isAuthor: boolean;
  readonly reviewedBy: string | null;
  readonly reason: string | null;
  readonly retiredBy: string | null;
  readonly whyNot: {
    readonly save: string | null;
    readonly submit: string | null;
    readonly publish: string | null;
    readonly sendBack: string | null;
    readonly retire: string | null;
    readonly discard: string | null;
  };
  readonly others: readonly OtherVersion[];
}

/** A version beside which another is shown. */
export interface Beside {
  readonly version: number;
  readonly document: string;
}

export interface TrialView {
  readonly id: string;
  readonly state: TrialState;
  readonly routerOs: string;
  readonly outcome: TrialOutcome | null;
}
