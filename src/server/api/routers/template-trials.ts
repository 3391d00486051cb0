import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Principal } from '@/core/access';
import { checked, openValues } from '@/core/actions/parameters';
import { changeStates } from '@/core/change/change';
import { AppError } from '@/core/errors';
import { compile } from '@/core/templates/compile';
import { madeUp, trialVersions } from '@/core/templates/trial';
import { trialStates } from '@/core/templates/versions';
import type { Transaction } from '@/server/db/connection';
import { askForTrial, findTrial } from '@/server/db/template-trials';
import { Bell } from '../bell';
import { PreviewView } from '../change-views';
import { named } from '../moved-version';
import { procedure, type Shown } from '../procedure';
import { scope } from '../scope';
import { reach } from '../scopes';
import { readVersion, rightTemplate, traced, versionNamed } from '../version-views';

type Db = Transaction['db'];
const state = z.enum(changeStates).nullable();

const TrialView = z.object({
  id: z.uuid(),
  state: z.enum(trialStates),
  routerOs: z.string(),
  /** Null until it has ended. */
  outcome: z
    .object({
      previewed: z.enum(['previewed', 'unneeded', 'refused']).nullable(),
      preview: PreviewView.nullable(),
      /** `verified`: it reads back as it was shown. */
      made: state,
      /** `unneeded`: a second time there is nothing to do. */
      again: state,
      undone: state,
      /** Null: what was removed comes back with another number, and only the read-back tells. */
      isAsBefore: z.boolean().nullable(),
      /** All that was said to it and changes something, but what is secret. */
      said: z.array(z.string()).readonly(),
      fault: z.string().nullable(),
    })
    .nullable(),
});
type TrialView = z.output<typeof TrialView>;

/** One of the caller's own trials. 404 `no such trial`. */
const ownTrial = scope({
  name: 'ownTrial',
  input: { trial: z.uuid() },
  find: async (db, input, me) => ({
    landed: { trial: await trialNamed(db, me, input.trial) },
    target: null,
    customerId: null,
  }),
});

async function trialNamed(db: Db, me: Principal, id: string): Promise<TrialView> {
  const found = await findTrial(db, me, id);
  if (found === undefined) throw new AppError('notFound', 'no such trial');
  return TrialView.parse(found);
}

/** A draft is tried on a simulated router: no device, no customer and no credential has to do with it. */
export const templateTrials = {
  try: procedure({
    permission: 'template.author',
    scope: reach,
    audit: 'template.tried',
    input: {
      ...named,
      /** Samples by the names of its parameters; what is secret is made up and is not to be given. */
      values: z.record(z.string(), z.unknown()).default({}),
      routerOs: z.enum(trialVersions),
    },
    output: z.object({ trial: z.uuid() }),
    rest: {
      method: 'POST',
      path: '/template-versions/{template}/{version}/trials',
      summary: 'Try a version as it is saved on a simulated router, which is started and stopped for it',
    },
  }).mutation(async ({ ctx: { db, me, tell }, input: { values, routerOs, ...ref } }) => {
    const found = await versionNamed(db, me, ref);
    const template = rightTemplate(readVersion(found));
    const secrets = madeUp(template.parameters);
    const given = Object.keys(secrets).filter((name) => name in values);
    if (given.length > 0) throw new AppError('invalid', `${given.join(', ')}: what is secret is made up in a trial`);
    const all = checked(template, { ...values, ...secrets });
    compile(template, all);
    const id = randomUUID();
    await askForTrial(db, me, { id, document: found.document, values: openValues(template, all), routerOs });
    tell({ ...traced(found), trial: id, routerOs });
    return { trial: id };
  }),

  trial: procedure({
    permission: 'template.author',
    scope: ownTrial,
    audit: 'template.trialViewed',
    output: TrialView,
    rest: { method: 'GET', path: '/template-trials/{trial}', summary: 'A trial of one’s own, and what came of it' },
  }).query(async ({ ctx: { trial } }) => trial),

  watchTrial: procedure({
    permission: 'template.author',
    scope: ownTrial,
    audit: 'template.trialWatched',
    output: TrialView,
  }).subscription(async function* ({ ctx: { me, tick }, input, signal }): AsyncGenerator<Shown<TrialView>> {
    const bell = new Bell(me, [['routeward_trial', (payload) => payload === input.trial]]);
    let shown = '';
    try {
      for (let number = 0; signal?.aborted !== true; number += 1) {
        const view = await tick(async (_db, { trial }) => trial);
        if (view.state !== shown) yield { id: String(number), data: view };
        shown = view.state;
        if (view.state === 'ended') return;
        await bell.rung(signal);
      }
    } finally {
      bell.end();
    }
  }),
};
