import { fastTrackRule } from './seed/firewall';
import type { RouterState } from './state';
import type { Item } from './table';

const path = '/ip/firewall/filter';

/**
 * The rule that RouterOS puts on top of the filter while some rule fast-tracks, to show what it counts. It comes and goes
 * with those rules, and is the same row when it comes again: whoever takes a change back has what was there before.
 */
export function fastTracking(state: RouterState): () => void {
  let known: Item | null = null;
  return () => {
    const table = state.table(path);
    const shown = table.items.find(
      ({ fields }) => fields.comment === fastTrackRule.comment && fields.dynamic === 'true',
    );
    known = shown ?? known;
    const isWanted = table.items.some(
      ({ fields }) => fields.action === 'fasttrack-connection' && fields.disabled !== 'true',
    );
    if (isWanted === (shown !== undefined)) return;
    if (shown !== undefined) table.remove(shown);
    else if (known !== null) table.become([{ item: known, fields: known.fields }, ...table.stand()]);
    else {
      known = table.add(fastTrackRule, { counters: { bytes: nothing, packets: nothing } });
      table.become([{ item: known, fields: known.fields }, ...table.stand().slice(0, -1)]);
    }
  };
}

const nothing = { base: 0n, perSecond: 0 } as const;
