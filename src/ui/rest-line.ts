/** One request of the REST interface, as the console line shows it: the very request that gives what the page shows. */
export interface RestLine {
  readonly method: 'GET';
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
}

type Value = string | number | undefined;

/** `GET /api/v1/devices?customer=acme-corp`. Parameters that are not set are left out; the order is kept. */
export function restLine(path: string, query: Readonly<Record<string, Value>> = {}): RestLine {
  const given = Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  return { method: 'GET', path, query: given.map(([name, value]) => [name, encodeURIComponent(value)] as const) };
}

export function restText({ method, path, query }: RestLine): string {
  const search = query.map(([name, value]) => `${name}=${value}`).join('&');
  return `${method} ${path}${search ? `?${search}` : ''}`;
}
