import { type AskedRun, type Diagnosis, standOf, startRuns, target } from './case';
import type { Visit } from './visit';

const packets = 20;
/** Six seconds: so long that it is killed in its middle on a busy machine too. */
const longPing: AskedRun = { action: 'tool.ping', params: { address: target, count: packets, interval: 300 } };

/** What is left when the runner dies in the middle of a run, and how it goes on. */
export async function crashesTheRunner(visit: Visit, diagnosis: Diagnosis): Promise<void> {
  const { tally } = visit;
  const { client, live, id } = diagnosis;
  const before = (await client.session(id)).runs.length;
  const [broken = ''] = await startRuns(diagnosis, [longPing]);
  await live.told('two rows of the long ping', () => live.rowsOf(broken).length >= 2);
  tally.check('the runner is killed in the middle of a long ping', visit.crashRunner(), 'no runner to kill');
  await live.told('the end of the ping whose runner was killed', () => live.hasEnded(broken));
  const rows = live.rowsOf(broken);
  tally.check(
    `the ping is interrupted, with the ${rows.length} rows it had`,
    standOf(live.run(broken)) === `interrupted, ${rows.length} rows` && rows.length < packets,
    `${standOf(live.run(broken))}, of which ${rows.length} were shown`,
  );
  tally.same('those rows are kept', await client.rows(broken), [...rows]);
  const [again = ''] = await startRuns(diagnosis, [longPing]);
  await live.told('the end of the ping that was asked for again', () => live.hasEnded(again));
  tally.same('asked for again, it is done by the next runner', standOf(live.run(again)), `done, ${packets} rows`);
  const { runs } = await client.session(id);
  tally.same(
    'nothing was repeated by itself',
    [runs.length, standOf(runs.find((run) => run.id === broken))],
    [before + 2, `interrupted, ${rows.length} rows`],
  );
}
