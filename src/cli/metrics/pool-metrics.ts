import { Gauge, type Registry } from 'prom-client';
import { type Occupancy, occupancy } from '@/server/db/occupancy';

/** What a process that speaks to the database tells of its connections, as it is when somebody reads it. */
export function poolMetrics(registry: Registry): void {
  const gauge = (name: string, help: string, of: (now: Occupancy) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(of(occupancy()));
      },
    });
  gauge(
    'routeward_transactions',
    'Transactions under way in a process; it has ten connections.',
    (now) => now.underWay,
  );
  gauge('routeward_transactions_waiting', 'Transactions that wait for a connection.', (now) => now.waiting);
  gauge(
    'routeward_oldest_transaction_seconds',
    'For how long the oldest transaction of a process has been under way; 0 where there is none.',
    (now) => now.oldestSeconds,
  );
}
