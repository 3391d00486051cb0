import { setTimeout as after } from 'node:timers/promises';

/** Asks again and again until `holds` says true; false when it did not within `patienceMs`. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  patienceMs: number,
  everyMs = 10,
): Promise<boolean> {
  const end = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > end) return false;
    await after(everyMs);
  }
  return true;
}
