import { type Operation, waits } from './machine';
import { rowOf } from './print';
import { writtenId } from './written';

/** Tells of every change of a menu, until it is cancelled. */
export const listenTo = (path: string): Operation => ({
  policy: 'read',
  parameters: ['.proplist'],
  async run(call) {
    const { listeners } = call.machine.state.table(path);
    const tell = ({ item, isRemoved }: { item: { id: number; fields: Record<string, string> }; isRemoved: boolean }) =>
      call.reply(isRemoved ? { '.id': writtenId(item.id), '.dead': 'true' } : rowOf(item, call.machine));
    listeners.add(tell);
    while (!call.signal.aborted) await waits(call, 3_600_000);
    listeners.delete(tell);
    return null;
  },
});
