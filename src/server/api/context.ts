import type { Principal } from '@/core/access';
import type { Origin } from '../audit/record';

/** Who a request says it comes from. `invalid` carries the sentence that the 401 shows. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'person'; readonly principal: Principal };

export interface Context {
  readonly credential: Credential;
  readonly origin: Origin;
}
