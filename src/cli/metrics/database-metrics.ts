import { Counter, Gauge, Registry } from 'prom-client';
import { runStates } from '@/core/runs';
import type { Measures } from '@/server/db/measures';
import type { LastBackup } from '../backup/last';

/** What is known beside the processes; null where the database did not answer. */
export interface Known {
  readonly measures: Measures | null;
  readonly lastBackup: LastBackup | null;
  readonly version: string;
}

/** The measures of the whole, made anew for each reader. */
export function databaseMetrics({ measures, lastBackup, version }: Known): Registry {
  const registry = new Registry();
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]): Gauge<Label> =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  gauge('routeward_build_info', 'Always 1; the version of Routeward and of Node.', ['version', 'node']).set(
    { version, node: process.versions.node },
    1,
  );
  gauge('routeward_database_up', '1 when the database answered this reader.', []).set(measures === null ? 0 : 1);
  const backup = gauge('routeward_last_backup_timestamp_seconds', 'When the last backup was made; 0 for never.', []);
  backup.set(lastBackup === null ? 0 : Date.parse(lastBackup.at) / 1000);
  if (measures === null) return registry;
  const { devices, runs, auditEntries, connections, bytes, postgresVersion } = measures;
  const device = gauge('routeward_devices', 'Devices of all customers, by whether they answer.', ['status']);
  device.set({ status: 'up' }, devices.up);
  device.set({ status: 'down' }, devices.down);
  device.set({ status: 'no_data' }, devices.noData);
  const run = gauge('routeward_runs', 'Runs of all customers, by state.', ['state']);
  for (const state of runStates) run.set({ state }, runs.find((one) => one.state === state)?.count ?? 0);
  new Counter({
    name: 'routeward_audit_entries_total',
    help: 'Audit entries since the server’s statistics began.',
    registers: [registry],
  }).inc(auditEntries);
  gauge('routeward_database_connections', 'Connections to the database.', []).set(connections);
  gauge('routeward_database_bytes', 'Size of the database.', []).set(bytes);
  gauge('routeward_database_info', 'Always 1; the version of PostgreSQL.', ['version']).set(
    { version: postgresVersion },
    1,
  );
  return registry;
}
