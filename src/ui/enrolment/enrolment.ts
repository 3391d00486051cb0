import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/api/root';

type Outputs = inferRouterOutputs<AppRouter>;

/** What is known of credentials: never what is in them. */
export type CredentialSet = Outputs['credentials']['list']['items'][number];
export type Unconfirmed = Outputs['enrolment']['unconfirmed']['items'][number];
export type ArchivedDevice = Outputs['enrolment']['archived']['items'][number];
export type Judged = Outputs['enrolment']['import'];
export type Connection = Outputs['connections']['get'];
