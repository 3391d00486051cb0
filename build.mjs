// Builds what `npm start` runs: the command line and the workers into dist/, the pages into .next/.
// With --if-stale it does nothing, and says nothing, unless an input changed since the last build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

const root = dirname(fileURLToPath(import.meta.url));
const stamp = join(root, 'dist/inputs.sha256');
const products = ['dist/routeward.js', '.next/BUILD_ID'];
const directories = ['src', 'public', 'drizzle'];
// Not tsconfig.json: the build itself completes it, and no type is checked here.
const files = ['build.mjs', 'next.config.mjs', 'package-lock.json', 'package.json', 'postcss.config.mjs'];
const workers = ['src/server/auth/password.worker.ts', 'src/server/report/report.worker.ts'];

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Routeward needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node.`);
  process.exit(1);
}

/** SHA-256 over the Node version and the name and content of each input, in one order everywhere. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version);
  for (const file of [...directories.flatMap(filesBelow), ...files].sort()) {
    if (!existsSync(join(root, file))) continue;
    const content = readFileSync(join(root, file));
    hash.update(`\0${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function filesBelow(directory) {
  if (!existsSync(join(root, directory))) return [];
  return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function isCurrent(inputs) {
  return (
    products.every((file) => existsSync(join(root, file))) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8').trim() === inputs
  );
}

async function bundle() {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: [
      { in: 'src/cli/main.ts', out: 'routeward' },
      ...workers
        .filter((file) => existsSync(join(root, file)))
        .map((file) => ({ in: file, out: file.replace(/^.*\/|\.ts$/g, '') })),
    ],
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    // Each process loads only its own part: the front must not carry Next, nor the supervisor the pages.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    alias: { '@': './src' },
    logLevel: 'error',
  });
}

/** Next's own words are shown only when it fails. */
function buildPages() {
  const next = createRequire(join(root, 'package.json')).resolve('next/dist/bin/next');
  const run = spawnSync(process.execPath, [next, 'build'], {
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.status === 0) return;
  process.stderr.write(`${run.stdout}${run.stderr}`);
  throw new Error(`next build failed (${run.status ?? run.signal})`);
}

/** What src/cli/compressed-assets.ts serves: done once and well, instead of at each request. */
async function compress() {
  const [from, to] = [join(root, '.next/static'), join(root, '.next/brotli')];
  rmSync(to, { recursive: true, force: true });
  const files = readdirSync(from, { recursive: true }).filter((file) => /\.(js|css)$/.test(file));
  await Promise.all(
    files.map(async (file) => {
      const small = await promisify(brotliCompress)(readFileSync(join(from, file)));
      mkdirSync(dirname(join(to, file)), { recursive: true });
      writeFileSync(join(to, file), small);
    }),
  );
}

async function main() {
  requireNode();
  const inputs = fingerprint();
  if (process.argv.includes('--if-stale') && isCurrent(inputs)) return;
  console.log('Building Routeward. It takes about half a minute, once per version.');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  await bundle();
  buildPages();
  await compress();
  mkdirSync(dirname(stamp), { recursive: true });
  // Last, so that a build cut short counts as none.
  writeFileSync(stamp, `${inputs}\n`);
}

try {
  await main();
} catch (error) {
  const isClosed = ['EACCES', 'EPERM', 'EROFS'].includes(error.code);
  console.error(
    isClosed
      ? `Routeward cannot be built here: ${error.path ?? root} is not writable. Build it once as the owner of the folder (node build.mjs).`
      : error.message,
  );
  process.exit(1);
}
