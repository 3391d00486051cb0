import type { TestProject } from 'vitest/node';
import { lazily } from '../support/lazily';
import { type Product, startDemo } from './product';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Who says where the demo answers. */
    demo: string;
  }
}

/**
 * One demo for all files of a run, begun when the first one asks: its routers are polled all the time, and whatever runs
 * before the browser would be slower for it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let demo: Product | undefined;
  const { address, close } = await lazily(async () => {
    demo = await startDemo();
    return demo.origin;
  });
  project.provide('demo', address);
  return async () => {
    await close();
    await demo?.stop();
  };
}
