import { readdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, relative } from 'node:path';
import send from 'send';

const prefix = '/_next/static/';
const yearMs = 365 * 86_400_000;
/** Named without a weight, which every browser does that takes it. Whoever names one is served by Next as before. */
const takesBrotli = /(?:^|,)\s*br\s*(?:,|$)/;

/**
 * Serves the scripts and styles that build.mjs has compressed, to whoever takes Brotli: a fifth less on a thin link than
 * what Next compresses as it goes. Returns false where it is somebody else's to answer.
 */
export function compressedAssets(root: string): (request: IncomingMessage, response: ServerResponse) => boolean {
  const folder = join(root, '.next/brotli');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const known = new Set(files.map(({ parentPath, name }) => prefix + relative(folder, join(parentPath, name))));
  return (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    if (!known.has(path) || !['GET', 'HEAD'].includes(request.method ?? '')) return false;
    if (!takesBrotli.test(String(request.headers['accept-encoding'] ?? ''))) return false;
    response.setHeader('content-encoding', 'br').setHeader('vary', 'Accept-Encoding');
    // What a file is called says what is in it.
    send(request, path.slice(prefix.length), { root: folder, index: false, immutable: true, maxAge: yearMs })
      .on('error', ({ status }: { status: number }) => {
        response.removeHeader('content-encoding');
        response.writeHead(status).end();
      })
      .pipe(response);
    return true;
  };
}
