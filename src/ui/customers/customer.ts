import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@/server/api/root';

type Outputs = inferRouterOutputs<AppRouter>;

export type Customer = Outputs['customers']['list']['items'][number];
/** An Admin who is assigned to a customer. */
export type AdminOf = Pick<Outputs['people']['list']['items'][number], 'id' | 'name' | 'email' | 'customers'>;
export type ArchivedCustomer = Outputs['customers']['archived']['items'][number];
