import { sessionName } from '@/core/sessions';
import type { Answer } from './answer';
import { type Row, type Run, Runs } from './answers';
import type { Client } from './client';
import type { LiveView } from './live-view';
import type { Refusal, Visit } from './visit';

export const customer = 'acme-corp';
export const foreignCustomer = 'other-isp';
export const target = '1.1.1.1';

/** What the case is about, each short enough to stand on one line of the report. */
export const words = {
  device: 'tower-07-gw',
  secondDevice: 'tower-07-bh',
  symptom: 'Customers of tower 07 lose video calls in the evening.',
  note: 'The way is clean up to the upstream; the backhaul comes next.',
  cause: 'The backhaul changed its channel at 19:40.',
  reason: 'It happened again last night.',
};

/** The case that Marco makes and everybody after him looks at. */
export interface OpenedCase {
  readonly id: string;
  readonly number: number;
  readonly device: string;
}

export const nameOf = ({ number }: Pick<OpenedCase, 'number'>): string => sessionName(number);

/** A case with somebody at it who follows it live. */
export interface Diagnosis extends OpenedCase {
  readonly client: Client;
  readonly live: LiveView;
}

export interface AskedRun {
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Asks for all of them in one call. Returns their ids, in order. */
export async function startRuns({ client, id, device }: Diagnosis, asked: readonly AskedRun[]): Promise<string[]> {
  const answer = await client.post(`/sessions/${id}/runs`, { runs: asked.map((run) => ({ ...run, device })) });
  return answer.as(Runs).runs.map((run) => run.id);
}

/** The addresses on the way, in order, as the last round of a traceroute has them. */
export function hopsIn(rows: readonly Row[]): (string | undefined)[] {
  const last = rows.at(-1)?.fields['.section'];
  return rows.filter(({ fields }) => fields['.section'] === last).map(({ fields }) => fields.address);
}

/** How a run stands, as one word and a number: `done, 20 rows`. */
export const standOf = (run: Pick<Run, 'state' | 'rows'> | undefined): string =>
  run === undefined ? 'nothing told' : `${run.state}, ${run.rows} rows`;

/** Notes that somebody is refused, in these words, and keeps it to be found in the audit. */
export function refused(
  { tally, refusals }: Visit,
  { who, what, event }: Omit<Refusal, 'reason' | 'requestId'>,
  { answer, expected }: { readonly answer: Answer; readonly expected: string },
): void {
  tally.same(`${who} is refused ${what}: ${expected}`, answer.said, expected);
  refusals.push({ who, what, event, reason: expected.replace(/^\d+ /, ''), requestId: answer.requestId });
}
