import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json, found upwards from this file: the bundle and the sources lie at different depths. */
export function projectRoot(): string {
  let at = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(at, 'next.config.mjs'))) {
    if (at === dirname(at)) throw new Error('next.config.mjs is not above the running program');
    at = dirname(at);
  }
  return at;
}
