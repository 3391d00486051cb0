import { StartError } from '@/core/start-error';
import { type Examined, examine } from '@/server/db/examine';
import { newerSchema } from '@/server/db/migrate';
import { backUpFirst } from '../migrate';
import { type Finding, fail, ok, warn } from './finding';

/** What the database says, or the finding that it does not. */
export async function askDatabase(ownerUrl: string): Promise<Examined | Finding> {
  try {
    return await examine(ownerUrl);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return fail('database', 'it cannot be used', error.message);
  }
}

export function checkDatabase({ version, isHere, standing }: Examined): Finding {
  const found = `PostgreSQL ${version}, ${isHere ? 'on this machine' : 'over verified TLS'}`;
  if (standing.isNewer) return fail('database', found, newerSchema);
  if (standing.isEmpty)
    return fail('database', `${found}; it is empty`, 'Start Routeward once, or correct DATABASE_URL.');
  return standing.pending.length > 0
    ? warn('database', `${found}; ${standing.pending.length} migrations come with the next start`, backUpFirst)
    : ok('database', `${found}, as this version needs it`);
}

export function checkClock({ secondsAhead }: Examined): Finding {
  const seconds = Math.round(Math.abs(secondsAhead));
  const found = `this machine is ${seconds} s ${secondsAhead > 0 ? 'ahead of' : 'behind'} the database`;
  const advice = 'Let both take their time from one source: timedatectl set-ntp true.';
  if (seconds < 2) return ok('clock', 'the same as the database’s');
  return (seconds < 30 ? warn : fail)('clock', found, advice);
}

export function checkRouters({ devices, answered }: Examined): Finding {
  if (devices === 0) return ok('routers', 'none is enrolled');
  const found = `${answered} of ${devices} answered in the last five minutes`;
  if (answered === 0)
    return fail(
      'routers',
      found,
      'See whether Routeward runs, and whether this machine reaches them: port 8729, api-ssl.',
    );
  return answered < devices / 2
    ? warn('routers', found, 'See the list of devices for what each said last.')
    : ok('routers', found);
}
