import type { Item } from './table';

/** Whether what is switched off ran before: what had no link has none either when it is switched on again. */
const ran = new WeakMap<Item, string>();

/** Whether an interface runs once `disabled` is so. */
export function runningAfter(item: Item, disabled: string): string {
  const { disabled: before = 'false', running = 'false' } = item.fields;
  if (before === disabled) return running;
  if (disabled !== 'true') return ran.get(item) ?? 'true';
  ran.set(item, running);
  return 'false';
}
