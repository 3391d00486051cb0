import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/api/root';

type Outputs = inferRouterOutputs<AppRouter>;

export type Customer = Outputs['customers']['list']['items'][number];
export type ArchivedCustomer = Outputs['customers']['archived']['items'][number];
