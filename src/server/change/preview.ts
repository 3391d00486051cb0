import type { Tier } from '@/core/actions/define';
import type { ChangeState, Preview, StepAbout } from '@/core/change/change';
import { foresee, isOnlyLockout, isUndone } from '@/core/change/foresee';
import { type Guard, guardFor } from '@/core/change/guard';
import { inverse } from '@/core/change/inverse';
import { permittedOf } from '@/core/change/permitted';
import { isNeeded, type Prediction } from '@/core/change/predict';
import type { Step } from '@/core/change/step';
import { written } from '@/core/change/written';
import type { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';
import { othersSeen } from './others';
import { dialledOf, survey } from './survey';
import { digestOf, raised, type Wanted } from './wanted';

type Refusal = Prediction['refusals'][number];

export interface Previewed {
  readonly state: Extract<ChangeState, 'previewed' | 'unneeded' | 'refused'>;
  readonly preview: Preview;
  /** All that refuses it is that it would cut our own way. */
  readonly isLockout: boolean;
  /** Safe mode would undo all of it. */
  readonly isUndone: boolean;
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
    const { ownAddress, identity } = found;
    const foreseen = foresee(steps, found, dialledOf(target));
    const tier = raised(wanted, foreseen.tier);
    const guard = guardFor(found.guarding, { steps, ...foreseen });
    const prediction = { ...foreseen, refusals: [...foreseen.refusals, ...unguarded(guard, tier, isNeeded(foreseen))] };
    const back = inverse({ steps, changes: prediction.changes });
    const others = await othersSeen(held, { account: target.login.name, routerOs: identity.routerOs });
    const lines = {
      steps: steps.map(aboutOf),
      lines: steps.flatMap((step) => written(step) ?? []),
      inverse: back.flatMap((step) => written(step) ?? []),
    };
    return {
      state: prediction.refusals.length > 0 ? 'refused' : isNeeded(prediction) ? 'previewed' : 'unneeded',
      preview: {
        ...prediction,
        ...{ tier, guard, others },
        ...lines,
        routerOs: identity.routerOs,
        ownAddress,
      },
      isLockout: isOnlyLockout(steps, { ...prediction, guard }),
      isUndone: isUndone(steps, { ...prediction, guard }),
      digest: digestOf(wanted, found, { ...prediction, ...guard }),
    };
  } finally {
    await held.close();
  }
}

/** What takes two people is made only where the router undoes it by itself. */
const unguarded = ({ rung }: Guard, tier: Tier, isNeeded: boolean): readonly Refusal[] =>
  rung === 'none' && tier === 'W3' && isNeeded ? [{ id: 'noGuard', step: 0 }] : [];

function aboutOf(step: Step): StepAbout {
  const { noun, kind, at: menu, does, isUnguarded } = permittedOf(step);
  const { verb, where } = step;
  const about = { menu, verb, where, noun, isPassing: kind === 'passing', isUnguarded };
  if (does === undefined) return about;
  return { ...about, told: does.told, ...(does.proof.isRestart === true ? { isRestart: true } : {}) };
}
