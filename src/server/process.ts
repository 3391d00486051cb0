/**
 * What must exist once per process. Next bundles the same module several times into one process (route, page,
 * instrumentation), so a module's own variable is not one per process; globalThis is.
 */
const store = Symbol.for('routeward.once');

export function once<T>(name: string, make: () => T): T {
  // safe: nobody else knows this symbol, and each name is used by one caller.
  const host = globalThis as typeof globalThis & { [store]?: Map<string, unknown> };
  host[store] ??= new Map();
  if (!host[store].has(name)) host[store].set(name, make());
  // safe: the value under a name was made by the same `make`.
  return host[store].get(name) as T;
}
