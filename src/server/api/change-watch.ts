import type { ToldChange } from '@/core/change/change';
import type { Change } from '../db/changes';
import { Bell } from './bell';
import { changeViewOf } from './change-views';
import type { Shown } from './procedure';
import type { InsideWatch } from './watch-door';

/** A screen is drawn four times a second. */
const betweenLooksMs = 250;

/**
 * Follows a change: the whole of it whenever anything of it is different, and what the caller may do with it. A view that was
 * cut begins anew. An end is not the end of the view: how it ended may be settled later, and somebody may take it back.
 */
export async function* watchChange(
  { me, tick }: Pick<InsideWatch<{ readonly change: Change }>, 'me' | 'tick'>,
  id: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Shown<ToldChange>> {
  const bell = new Bell(me, [['routeward_change', (payload) => payload.startsWith(id)]], betweenLooksMs);
  let shown = '';
  try {
    for (let number = 0; signal?.aborted !== true; number += 1) {
      const view = await tick((db, { change }) => changeViewOf(db, me, change));
      const text = JSON.stringify(view);
      if (text !== shown) yield { id: String(number), data: view };
      shown = text;
      await bell.rung(signal);
    }
  } finally {
    bell.end();
  }
}
