import { setTimeout as after } from 'node:timers/promises';

/** Asks every 10 ms until `holds` says true; false when it did not within `patienceMs`. */
export async function until(holds: () => boolean | Promise<boolean>, patienceMs: number): Promise<boolean> {
  const end = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > end) return false;
    await after(10);
  }
  return true;
}
