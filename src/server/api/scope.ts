import type { z } from 'zod';
import type { Principal } from '@/core/access';
import type { CustomerId } from '@/core/ids';
import type { Transaction } from '../db/connection';

/** What a scope found: it lands in `ctx`, and the audit entry names it. */
export interface Found<Landed> {
  readonly landed: Landed;
  readonly target: { readonly kind: string; readonly id: string } | null;
  readonly customerId: CustomerId | null;
  /** Each of these customers gets an entry of its own instead: whoever reads the log of one finds it there. */
  readonly each?: readonly CustomerId[];
}

/** The part of a request's input that a scope brings: field names and their schemas. */
export type ScopeShape = Readonly<Record<string, z.ZodType>>;

/**
 * How a request names whose it is. A scope brings its own part of the input and finds what that names inside the caller's
 * reach; what is not found there is refused in the same words as what does not exist.
 */
export interface Scope<Shape extends ScopeShape, Landed> {
  readonly name: string;
  readonly input: Shape;
  find(db: Transaction['db'], named: z.output<z.ZodObject<Shape>>, me: Principal): Promise<Found<Landed>>;
}

export const scope = <Shape extends ScopeShape, Landed>(made: Scope<Shape, Landed>): Scope<Shape, Landed> => made;
