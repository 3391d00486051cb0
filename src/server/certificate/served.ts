import { once } from '../process';
import type { Described } from './describe';

export const sources = ['environment', 'installed', 'selfSigned'] as const;

/** What the front shows to whoever connects. */
export interface Served extends Described {
  /** `environment`: the files that ROUTEWARD_TLS_CERT and ROUTEWARD_TLS_KEY name. */
  readonly source: (typeof sources)[number];
}

/** Why nothing is installed then. */
export const fixedByEnvironment =
  'The certificate is the one in the files that ROUTEWARD_TLS_CERT and ROUTEWARD_TLS_KEY name. Change those: it is taken up within seconds.';

const told = (): { served: Served | null } => once('served certificate', () => ({ served: null }));

/** Told by the supervisor. */
export function noteServed(served: Served | null): void {
  told().served = served;
}

/** Null in the demo, which speaks plain HTTP, and where nobody told. */
export const servedCertificate = (): Served | null => told().served;
