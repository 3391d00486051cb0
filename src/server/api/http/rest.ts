import { callTRPCProcedure } from '@trpc/server';
import { AppError } from '@/core/errors';
import { once } from '@/server/process';
import type { DoorMeta } from '../procedure';
import { appRouter } from '../root';
import { answer, answerError } from './answer';
import { contextOf, decoded, jsonOf, originOf, refuseForeign } from './request';

const base = '/api/v1';

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  /** The procedure's path, such as `devices.list`. */
  readonly path: string;
  readonly type: 'query' | 'mutation';
  readonly rank: number;
}

/**
 * Answers /api/v1/…: finds the procedure whose `rest` names this method and path, and calls it through the same door.
 * The converter that comes with the document generator is not used: it coerces by changing the schemas themselves, so
 * after one REST call the text "false" would pass as true in tRPC too.
 */
export async function answerRest(request: Request): Promise<Response> {
  const { requestId } = originOf(request.headers);
  try {
    await refuseForeign(request);
    const url = new URL(request.url);
    const { route, parameters } = find(request.method, url.pathname.slice(base.length));
    const given = route.type === 'query' ? inQuery(url.searchParams) : await inBody(request);
    const result: unknown = await callTRPCProcedure({
      router: appRouter,
      path: route.path,
      type: route.type,
      ctx: await contextOf(request.headers),
      getRawInput: async () => ({ ...given, ...parameters }),
      signal: request.signal,
      batchIndex: 0,
    });
    return answer(200, result);
  } catch (thrown) {
    return answerError(thrown, requestId);
  }
}

/** Every route, the ones with fewer placeholders first: `/devices/all` before `/devices/{device}`. */
function routes(): readonly Route[] {
  return once('rest routes', () =>
    Object.entries(appRouter._def.procedures)
      .flatMap(([path, procedure]) => {
        // safe: every procedure is made in procedure.ts, which gives each of them this meta.
        const { openapi } = (procedure as { _def: { meta: DoorMeta } })._def.meta;
        if (openapi === undefined) return [];
        const pattern = new RegExp(`^${openapi.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
        const type: Route['type'] = openapi.method === 'GET' ? 'query' : 'mutation';
        return [{ method: openapi.method, pattern, path, type, rank: openapi.path.split('{').length }];
      })
      .sort((a, b) => a.rank - b.rank),
  );
}

function find(method: string, path: string): { route: Route; parameters: Record<string, string> } {
  for (const route of routes()) {
    const match = route.method === method ? route.pattern.exec(path) : null;
    if (match !== null) return { route, parameters: mapped(match.groups ?? {}) };
  }
  throw new AppError('notFound', `There is no ${method} ${base}${path}.`);
}

/** A field named twice is refused: which of the two was meant is not ours to guess. */
function inQuery(query: URLSearchParams): Record<string, string> {
  const fields = Object.fromEntries(query);
  const twice = Object.keys(fields).find((name) => query.getAll(name).length > 1);
  if (twice !== undefined) throw new AppError('invalid', `${twice}: named twice`);
  return fields;
}

async function inBody(request: Request): Promise<Record<string, unknown>> {
  const body = await jsonOf(request);
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new AppError('invalid', 'The body must be a JSON object.');
  return { ...body };
}

function mapped(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decoded(value)]));
}
