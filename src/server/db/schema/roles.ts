import { pgRole, pgSchema } from 'drizzle-orm/pg-core';

/**
 * The five roles a transaction can take (see open.ts). They own nothing, cannot log in and cannot bypass row security;
 * `migrate.ts` makes them, because roles belong to the cluster and not to the database.
 */
export const person = pgRole('routeward_person').existing();
export const everything = pgRole('routeward_everything').existing();
export const customerWork = pgRole('routeward_customer').existing();
export const job = pgRole('routeward_job').existing();

export const app = pgSchema('app');
export const audit = pgSchema('audit');
