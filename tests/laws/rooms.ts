/** What every room of the server floor may open besides what its own line says. */
const underEveryServerRoom = ['env', 'server/process', 'server/log', 'core'];

/**
 * The rooms and what each may open. A floor opens only floors below it; a room that is not in this table cannot exist.
 * Rooms of later stages stand here already, so that nobody has to guess where they go.
 */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  app: ['ui', 'server/api', 'core'],
  ui: ['core'],
  // Headers and a redirect: it runs before every page, so it must not be able to decide anything.
  proxy: [],
  instrumentation: ['env'],
  'server/api': ['server/{db,audit,auth,vault,certificate,queue,assistant,report,post}', ...underEveryServerRoom],
  'server/runner': ['server/{queue,routeros,change,trial,report,audit,vault,db,post}', ...underEveryServerRoom],
  'server/change': ['server/routeros', ...underEveryServerRoom],
  // A simulated router of its own, started and stopped for it: the one room of the product that opens the simulator.
  'server/trial': ['server/{routeros,change}', 'simulator', ...underEveryServerRoom],
  'server/auth': ['server/{audit,vault,db}', ...underEveryServerRoom],
  'server/audit': ['server/db', ...underEveryServerRoom],
  'server/vault': ['server/db', ...underEveryServerRoom],
  'server/certificate': ['server/vault', ...underEveryServerRoom],
  // What leaves for people and other programs. It decides nothing: it is told what, where and by which password.
  'server/post': underEveryServerRoom,
  'server/queue': ['server/db', ...underEveryServerRoom],
  'server/routeros': underEveryServerRoom,
  'server/report': underEveryServerRoom,
  'server/assistant': underEveryServerRoom,
  // The journal of migrations says how new a schema this version knows.
  'server/db': ['drizzle', ...underEveryServerRoom],
  'server/log': ['env', 'server/process', 'core'],
  'server/process': [],
  cli: ['env', 'server/*', 'core', 'simulator'],
  // Its failures are StartErrors: sentences for whoever set the variable.
  env: ['core'],
  core: [],
  simulator: [],
};

/** The room of a path from the project's root: `server/db` for a file in src/server/db, `env` for src/env.ts. */
export function roomOf(path: string): string {
  const [top = '', ...inside] = path.split('/');
  if (top !== 'src') return top;
  const deep = inside[0] === 'server' ? 2 : 1;
  return inside
    .slice(0, deep)
    .join('/')
    .replace(/\.\w+$/, '');
}

/** Whether `room` may open `other`; a pattern names several rooms of the server floor. */
export function mayOpen(room: string, other: string): boolean {
  return room === other || (rooms[room] ?? []).some((pattern) => isCovered(other, pattern));
}

function isCovered(room: string, pattern: string): boolean {
  const [, floor, listed] = /^(\w+)\/\{(.*)\}$/.exec(pattern) ?? [];
  if (listed !== undefined) return listed.split(',').some((name) => `${floor}/${name}` === room);
  return pattern.endsWith('/*') ? room.startsWith(pattern.slice(0, -1)) : room === pattern;
}

/** What a page's program in the browser may know of the server: the doors' types, which are gone when it runs. */
export const doorTypes = { file: 'src/server/api/root.ts', names: ['AppRouter'] };

/** All that the door's file gives away: nothing that a procedure without a rule could be made of. */
export const doorExports = ['createCallerFactory', 'open', 'procedure', 'router'];

/** Files that alone may open a package, and why. A room stands for all its files. */
export const keepers: Readonly<Record<string, { readonly by: readonly string[]; readonly because: string }>> = {
  postgres: {
    by: ['src/server/db/connection.ts', 'src/server/log.ts'],
    because: 'a second pool would know neither the roles nor the guarded transaction (the log reads its error class)',
  },
  'drizzle-orm/postgres-js': {
    by: ['src/server/db/connection.ts', 'src/server/db/migrate.ts'],
    because: 'a database object that is not guarded outlives its transaction',
  },
  // Our own client speaks to routers (docs/decisions); the library is the foreign peer of tests and benchmarks.
  'node-routeros': { by: [], because: 'it crashes the process that a hostile router speaks to' },
  'node:net': {
    by: ['src/server/routeros/', 'src/cli/', 'src/simulator/'],
    because: 'no packet leaves for a router but in sentences compiled from the catalogue',
  },
  'node:tls': {
    by: ['src/server/routeros/', 'src/cli/', 'src/simulator/', 'src/server/certificate/problem.ts'],
    because: 'the pin is compared in one place, before a password is sent (OpenSSL is asked whether it takes a pair)',
  },
  bcryptjs: {
    by: ['src/server/auth/password-hash.ts', 'src/server/auth/refresh-token.ts'],
    because: 'it blocks its thread: passwords are hashed in the workers, refresh secrets at cost 4',
  },
  jose: {
    by: ['src/server/auth/'],
    because: 'tokens are made and verified in one place, with nothing left to defaults',
  },
  'next-auth': {
    by: ['src/server/auth/next-auth.ts', 'src/server/api/http/next-auth.ts'],
    because: 'it is the front of sign-in in a browser and nothing else',
  },
  nodemailer: {
    by: ['src/server/post/'],
    because: 'mail leaves over verified TLS alone, and what a server says is masked, in one place',
  },
  'node:https': {
    by: ['src/server/post/', 'src/cli/'],
    because: 'where a request of ours goes is checked in one place',
  },
  'node:child_process': { by: ['src/cli/'], because: 'a request starts no program' },
};

/** Who holds a connection of the owner's or makes a pool, by value; only the first two lie on the way of a request. */
export const connectors: Readonly<Record<string, string>> = {
  'src/server/db/open.ts': 'the five openers',
  'src/server/db/notices.ts': 'hears what the others announce; it asks for no row',
  'src/server/db/owner.ts': 'the owner, for migrations, the first Super Admin and the demo, from the command line',
  'src/cli/postgres/roles.ts': 'the roles of an embedded database that was just made',
};
