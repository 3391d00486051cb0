import { z } from 'zod';
import { actions } from '@/core/actions/all';
import { areaNames } from '@/core/actions/define';
import { AppError } from '@/core/errors';
import { costOf, facetCosts, facetVersions, found } from '@/core/library/facets';
import { toldAction } from '@/core/library/told-action';
import { Line } from '@/core/text';
import { ActionLine, ActionView } from '../action-views';
import { procedure, router } from '../procedure';
import { reach } from '../scopes';

export const actionsRouter = router({
  list: procedure({
    permission: 'own.account',
    scope: reach,
    audit: 'action.listed',
    input: {
      /** Words that the id, the title, the area or the purpose have, in any case. */
      q: Line.trim().max(128).optional(),
      area: z.enum(areaNames).optional(),
      cost: z.enum(facetCosts).optional(),
      /** Those that this RouterOS knows. */
      version: z.enum(facetVersions).optional(),
    },
    output: z.object({ items: z.array(ActionLine) }),
    rest: { method: 'GET', path: '/actions', summary: 'The catalogue: everything that can be done with a router' },
  }).query(async ({ input }) => ({
    items: found(actions, input).map((action) => ({
      ...{ id: action.id, title: action.title, area: action.area, effect: action.effect },
      ...{ cost: costOf(action), purpose: action.purpose },
    })),
  })),

  get: procedure({
    permission: 'own.account',
    scope: reach,
    audit: 'action.viewed',
    input: { action: z.string().max(64) },
    output: ActionView,
    rest: { method: 'GET', path: '/actions/{action}', summary: 'One entry of the catalogue, with what it says' },
  }).query(async ({ input }) => {
    const known = actions.find(({ id }) => id === input.action);
    if (known === undefined) throw new AppError('notFound', 'no such action');
    return toldAction(known);
  }),
});
