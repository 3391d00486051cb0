import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/api/root';

type Outputs = inferRouterOutputs<AppRouter>;

export type FoundPage = Outputs['search']['find'];
export type LookupPage = Outputs['lookups']['get'];
export type Answer = LookupPage['answers'][number];

type Told<Output> = Output extends AsyncIterable<readonly [unknown, infer Event, ...unknown[]]> ? Event : never;
export type LookupEvent = Told<Outputs['lookups']['watch']>;
