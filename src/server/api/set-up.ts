import { isSetUp as ask } from '@/server/db/setup';
import { once } from '../process';

const known = (): { isSetUp: boolean } => once('is set up', () => ({ isSetUp: false }));

/** Whether there is anybody yet. Once there is, there always is. Throws where the database does not answer. */
export async function isSetUp(): Promise<boolean> {
  const kept = known();
  kept.isSetUp ||= await ask();
  return kept.isSetUp;
}
