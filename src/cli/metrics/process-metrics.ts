import { collectDefaultMetrics, Registry } from 'prom-client';

/** What is kept of everything that Node can say of itself: what somebody would act upon. */
const kept = new Set([
  'process_cpu_seconds_total',
  'process_resident_memory_bytes',
  'process_open_fds',
  'process_max_fds',
  'nodejs_eventloop_lag_p50_seconds',
  'nodejs_eventloop_lag_p99_seconds',
  'nodejs_heap_size_used_bytes',
  'nodejs_gc_duration_seconds',
  // The collectors of these set the ones above; see prom-client.
  'process_cpu_user_seconds_total',
  'nodejs_eventloop_lag_seconds',
]);

/** The measures of one process: what Node says of it, and whatever it adds. Each bears the process's name. */
export function processMetrics(name: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ process: name });
  collectDefaultMetrics({ register: registry });
  for (const { name: metric } of registry.getMetricsAsArray())
    if (!kept.has(metric)) registry.removeSingleMetric(metric);
  return registry;
}
