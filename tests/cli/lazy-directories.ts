import type { TestProject } from 'vitest/node';
import { askedFor, lazily } from '../support/lazily';
import { makeAda } from './people';
import { emptyDirectory, startProduct, type WhenOver } from './product';
import { copy, type Past, pasts } from './used-directory';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Who says where the directories are that `usedDirectory` copies. */
    directories: string;
  }
}

/** A directory of each past, made by the product when the first test asks for it, and gone with the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const over: (() => void | Promise<void>)[] = [];
  const whenOver: WhenOver = (work) => void over.unshift(work);
  const makers: Record<Past, () => Promise<string>> = {
    started: () => usedOnce('start', whenOver),
    demo: async () => `${await usedOnce('demo', whenOver)}-demo`,
    withAda: async () => {
      const data = emptyDirectory(whenOver);
      copy(await askedFor(address, 'started'), data);
      await makeAda({ data, whenOver });
      return data;
    },
  };
  const { address, close } = await lazily(async (name) => {
    const past = pasts.find((one) => one === name);
    if (past === undefined) throw new Error(`no directory has the past ${name}`);
    return makers[past]();
  });
  project.provide('directories', address);
  return async () => {
    await close();
    for (const work of over) await work();
  };
}

/** Starts the product for the first time in an empty directory, and ends it in good order. */
async function usedOnce(command: 'start' | 'demo', whenOver: WhenOver): Promise<string> {
  const running = await startProduct(command, { data: emptyDirectory(whenOver), whenOver });
  running.process.kill('SIGTERM');
  const code = await running.ended;
  if (code !== 0) throw new Error(`it did not end in good order (${code}): ${running.errors()}`);
  return running.data;
}
