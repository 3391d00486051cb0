import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyDirectory, projectRoot } from './product';

const build = (cwd: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['build.mjs', ...args], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
};

test('with nothing changed there is nothing to do and nothing to say', () => {
  expect(build(projectRoot, '--if-stale')).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('a source that cannot be built: not zero, the tool’s own words, and no build that looks like one', () => {
  const project = emptyDirectory();
  mkdirSync(join(project, 'src/cli'), { recursive: true });
  for (const file of ['build.mjs', 'package.json']) copyFileSync(join(projectRoot, file), join(project, file));
  symlinkSync(join(projectRoot, 'node_modules'), join(project, 'node_modules'));
  writeFileSync(join(project, 'src/cli/main.ts'), 'const = broken;');
  for (const args of [[], ['--if-stale']]) {
    const { status, stdout, stderr } = build(project, ...args);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^Building Routeward\.[^\n]*\n$/);
    expect(stderr).toMatch(/main\.ts:1:\d+.*(?:Expected|Unexpected)/);
  }
});
