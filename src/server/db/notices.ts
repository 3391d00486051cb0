import { randomUUID } from 'node:crypto';
import { EventEmitter, once as onceEmitted } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { processEnv } from '@/env';
import { logFailure } from '../log';
import { once } from '../process';
import { connect, type Sql } from './connection';

/*
 * What PostgreSQL's NOTIFY carries between web and runner. A notice only says where to look; whoever hears it reads the
 * rows with the rights it has. One connection a process.
 */

/**
 * `routeward_run`: `run customer`, asked for or to be stopped. `routeward_rows`: `run device`, it moved on.
 * `routeward_bulk`: `bulkRun customer`, asked for or to be stopped. `routeward_status`: `customer`. `routeward_session`: `session customer`, it has a step more. `routeward_access`:
 * `person`, whose reach or signed-in sessions have changed. `routeward_device`: `customer`, whose devices have changed, or
 * `customer device`, which is to be examined now. `routeward_lookup`: `lookup customer`, asked for or to be stopped.
 * `routeward_answers`: `lookup`, it moved on. `routeward_export`: `export person`, it was asked for or moved on.
 * `routeward_configuration`: a setting's name. `routeward_outgoing`: something is to leave this machine.
 * `routeward_alarm`: the customer's id, or nothing for the own link. `routeward_keys`: the key that is to be changed. `routeward_change`: `change customer`, it was asked for or moved on.
 * `routeward_rollout`: `rollout customer`, it or one of its changes moved on.
 * `routeward_trial`: a trial of a template, asked for or moved on.
 */
export const channels = [
  'routeward_run',
  'routeward_rows',
  'routeward_bulk',
  'routeward_status',
  'routeward_session',
  'routeward_access',
  'routeward_device',
  'routeward_lookup',
  'routeward_answers',
  'routeward_export',
  'routeward_configuration',
  'routeward_outgoing',
  'routeward_alarm',
  'routeward_keys',
  'routeward_change',
  'routeward_rollout',
  'routeward_trial',
] as const;
export type Channel = (typeof channels)[number];

const alive = 'routeward_alive';
const heartbeatMs = 10_000;
const patienceMs = 5_000;
const againMs = 500;

interface Hearing {
  readonly emitter: EventEmitter;
  readonly end: AbortController;
}

/** Null until somebody listens: whoever only ends must not open a connection for that. */
const kept = (): { hearing: Hearing | null } => once('notices', () => ({ hearing: null }));

function hearing(): Hearing {
  const known = kept();
  if (known.hearing !== null) return known.hearing;
  const made = { emitter: new EventEmitter().setMaxListeners(0), end: new AbortController() };
  known.hearing = made;
  void keepHearing(made);
  return made;
}

/**
 * Calls `heard` with each notice's payload, and with null when some may have been missed: at first, and after the
 * connection was away. Returns how to stop. What is missed is never lost: everybody who listens also looks by the clock.
 */
export function hear(channel: Channel, heard: (payload: string | null) => void): () => void {
  const { emitter } = hearing();
  emitter.on(channel, heard);
  return () => void emitter.off(channel, heard);
}

/** Ends the connection; for a process that ends. */
export function stopHearing(): void {
  kept().hearing?.end.abort();
}

/** The driver listens anew by itself, but for good only if the server is back at that very moment: so it is asked. */
async function keepHearing({ emitter, end }: Hearing): Promise<void> {
  while (!end.signal.aborted) {
    const sql = connect(
      once('database address', () => processEnv().appDatabaseUrl),
      1,
    );
    try {
      await sql.listen(alive, (payload) => void emitter.emit(alive, payload));
      for (const channel of channels)
        await sql.listen(
          channel,
          (payload) => void emitter.emit(channel, payload),
          // Also each time the driver listened anew by itself: what was said meanwhile nobody heard.
          () => void emitter.emit(channel, null),
        );
      while (await isHeard(sql, emitter)) await after(heartbeatMs, undefined, { signal: end.signal, ref: false });
    } catch (error) {
      if (!end.signal.aborted) logFailure(error, 'notices');
    } finally {
      await sql.end({ timeout: 1 });
    }
    await after(againMs, undefined, { ref: false });
  }
}

async function isHeard(sql: Sql, emitter: EventEmitter): Promise<boolean> {
  const own = randomUUID();
  const back = heardBack(emitter, own, AbortSignal.timeout(patienceMs));
  await sql`select pg_notify(${alive}, ${own})`;
  return back;
}

async function heardBack(emitter: EventEmitter, own: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const [payload] = await onceEmitted(emitter, alive, { signal }).catch(() => [null]);
    if (payload === own) return true;
  }
  return false;
}
