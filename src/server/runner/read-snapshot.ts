import { admit } from '@/core/actions/admit';
import type { Capabilities } from '@/core/actions/capabilities';
import { compile } from '@/core/actions/compile';
import type { RunRow } from '@/core/runs';
import { snapshotText } from '@/core/shown/snapshot-text';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';
import { isSkipped } from './converse';

/** A router may fill every row that it is let say: what is kept for years is no longer than this. Characters. */
const longestText = 8 * 2 ** 20;

/**
 * How a router is configured, as text; menus that it does not have are not in it. Throws RouterFault, and Unsupported for a
 * version that nothing can be said to.
 */
export async function readSnapshot(
  routers: Routers,
  target: RouterTarget,
  { router, signal, isPatient }: { router: Capabilities; signal: AbortSignal; isPatient: boolean },
): Promise<string> {
  const rows: Pick<RunRow, 'sentence' | 'fields'>[] = [];
  let answered = 0;
  let lacking: RouterFault | null = null;
  for (const sentence of compile('cfg.snapshot', { scope: 'all' }, router)) {
    const onRow = (fields: RunRow['fields']) =>
      void rows.push({ sentence: sentence.place, fields: admit(sentence.reply, fields) });
    try {
      await routers.read(target, sentence, { signal, isPatient, onRow });
      answered += 1;
    } catch (error) {
      if (!isSkipped(error, sentence)) throw error;
      lacking = error;
    }
  }
  if (answered === 0 && lacking !== null) throw lacking;
  const text = snapshotText(rows);
  if (text.length > longestText) throw new RouterFault('tooMany', 'The configuration is too long to be kept.');
  return text;
}
