import type { ChildProcess } from 'node:child_process';

/** The first message of a process that was forked, of this kind where there are several; throws where it ends before. */
export function told<Message>(child: ChildProcess, kind?: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: Message & { kind?: string }) => {
      if (kind === undefined || message.kind === kind) resolve(message);
    });
    child.once('exit', (code) => reject(new Error(`${child.spawnargs.join(' ').slice(0, 200)} ended with ${code}`)));
  });
}
