import { Counter, Histogram, type Registry } from 'prom-client';
import type { RunState } from '@/core/runs';

/** What the runner tells of its work. */
export interface RunnerMetrics {
  readonly onRunEnded: (state: RunState, seconds: number) => void;
  readonly onRound: (round: string, seconds: number) => void;
  readonly onFailure: (round: string) => void;
}

export function runnerMetrics(registry: Registry): RunnerMetrics {
  const rounds = new Histogram({
    name: 'routeward_runner_round_seconds',
    help: 'Rounds of the runner by name, and how long each took.',
    labelNames: ['round'],
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 30],
    registers: [registry],
  });
  const runs = new Histogram({
    name: 'routeward_run_duration_seconds',
    help: 'Runs by how they ended, and how long each took from its claim.',
    labelNames: ['state'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  const failures = new Counter({
    name: 'routeward_runner_failures_total',
    help: 'Failures of the runner itself by round; `run` where it was at a run. A router that does not answer is none.',
    labelNames: ['round'],
    registers: [registry],
  });
  return {
    onRunEnded: (state, seconds) => runs.observe({ state }, seconds),
    onRound: (round, seconds) => rounds.observe({ round }, seconds),
    onFailure: (round) => failures.inc({ round }),
  };
}
