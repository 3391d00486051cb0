import { type ChildProcess, fork } from 'node:child_process';
import type { Log } from './log';
import { projectRoot } from './project-root';
import { relayBoth } from './relay';

/** The same program under another name. Groups of their own: Ctrl-C must reach the supervisor alone, which then asks them. */
export function launch(name: 'front' | 'web' | 'runner' | 'simulator', env: NodeJS.ProcessEnv, log: Log): ChildProcess {
  const [, program = ''] = process.argv;
  const child = fork(program, [name], {
    env,
    cwd: projectRoot(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  relayBoth(child, name, log);
  return child;
}
