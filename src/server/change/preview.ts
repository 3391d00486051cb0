import type { ChangeState, Preview } from '@/core/change/change';
import { inverse, isNeeded, predict } from '@/core/change/predict';
import { written } from '@/core/change/written';
import type { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';
import { guardOf, survey } from './survey';
import { digestOf, type Wanted } from './wanted';

export interface Previewed {
  readonly state: Extract<ChangeState, 'previewed' | 'unneeded' | 'refused'>;
  readonly preview: Preview;
  /** What there is to authorise. */
  readonly digest: string;
}

/** Looks at a router and says what the change would do to it. Nothing is changed. Throws RouterFault. */
export async function preview(
  routers: Routers,
  target: RouterTarget,
  { wanted, signal }: { readonly wanted: Wanted; readonly signal: AbortSignal },
): Promise<Previewed> {
  const held = await routers.hold(target, signal);
  try {
    const { steps } = wanted;
    const found = await survey(held, { target, steps, signal });
    guardOf(found.identity);
    const { looks, ownAddress, identity } = found;
    const prediction = predict(steps, looks, ownAddress);
    const back = inverse({ steps, changes: prediction.changes });
    const about = steps.map(({ menu, verb, where }) => ({ menu, verb, where }));
    const lines = { steps: about, lines: steps.map(written), inverse: back.map(written) };
    return {
      state: prediction.refusals.length > 0 ? 'refused' : isNeeded(prediction) ? 'previewed' : 'unneeded',
      preview: { ...prediction, ...lines, routerOs: identity.routerOs, ownAddress },
      digest: digestOf(wanted, found),
    };
  } finally {
    await held.close();
  }
}
