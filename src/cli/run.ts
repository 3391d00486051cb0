import { StartError } from '@/core/start-error';
import { makeLog } from './log';
import { projectRoot } from './project-root';
import { UsageError } from './usage-error';

interface Command {
  readonly about: string;
  /** Loaded when it is asked for: each process carries its own part only. */
  readonly load: () => Promise<(args: readonly string[]) => Promise<void>>;
}

/** What a person may type. */
const commands: Readonly<Record<string, Command>> = {
  start: {
    about: 'run Routeward: database, web, runner and the TLS front, until told to stop',
    load: async () => (await import('./start')).start,
  },
  demo: {
    about:
      'demo [--tour]: run Routeward with invented content, on this machine only; the tour tries the main job and ends',
    load: async () => (await import('./demo')).demo,
  },
  'create-admin': {
    about:
      'make the first Super Admin: create-admin [--name NAME] [--email ADDRESS] [--url https://ADDRESS], passphrase asked or on stdin',
    load: async () => (await import('./create-admin')).createAdmin,
  },
  'setup-token': {
    about: 'print a new token for the page /setup, while nobody exists',
    load: async () => (await import('./setup-token')).setupToken,
  },
  'reset-password': {
    about: 'give somebody a new passphrase: reset-password [--email ADDRESS], passphrase asked or on stdin',
    load: async () => (await import('./reset-password')).resetPassword,
  },
  config: {
    about: 'config [get NAME | set NAME VALUE | unset NAME]: what the page Settings configures; a secret on stdin',
    load: async () => (await import('./config')).config,
  },
  certificate: {
    about:
      'certificate [install --cert FILE --key FILE | remove]: which certificate people are shown; put another in place',
    load: async () => (await import('./change-certificate')).certificate,
  },
  keys: {
    about: 'keys [rotate]: which keys sign access tokens, and since when; sign with a new one',
    load: async () => (await import('./keys')).keys,
  },
  catalogue: {
    about: 'catalogue [--json]: everything that can be asked of a router, as it is sent',
    load: async () => (await import('./catalogue')).catalogue,
  },
  simulate: {
    about:
      'simulate --devices COUNT [--host ADDRESS] [--port FIRST]: routers that are not there, for trying Routeward out',
    load: async () => (await import('./simulate')).simulate,
  },
  backup: {
    about: 'the database and the keys in one encrypted file: backup --out FILE [--passphrase-file FILE]',
    load: async () => (await import('./backup/backup')).backup,
  },
  restore: {
    about: 'a backup into an empty data directory and database: restore --from FILE [--passphrase-file FILE]',
    load: async () => (await import('./backup/restore')).restore,
  },
  doctor: {
    about:
      'doctor [--json]: look at clock, database, certificate, keys, disk and more, and say what to do; it changes nothing',
    load: async () => (await import('./doctor/doctor')).doctor,
  },
  migrate: {
    about: 'migrate [--check]: bring the database up to this version, then end; --check says what there is to do',
    load: async () => (await import('./migrate')).migrate,
  },
};

/** What only the supervisor starts. They need its channel, and refuse without. */
const parts: Readonly<Record<string, () => Promise<void>>> = {
  front: async () =>
    (await import('./front/main')).front(makeLog('front', (await import('@/env')).operatorEnv().logLevel)),
  web: async () => (await import('./web')).web(makeLog('web', (await import('@/env')).processEnv().logLevel)),
  simulator: async () =>
    (await import('./simulator')).simulator(makeLog('simulator', (await import('@/env')).operatorEnv().logLevel)),
  runner: async () =>
    (await import('./runner')).runner(makeLog('runner', (await import('@/env')).processEnv().logLevel)),
};

/** Runs one command. A StartError is printed as its sentence (exit 1); a wrong command line prints the usage (exit 2). */
export async function run([name = '', ...args]: readonly string[]): Promise<void> {
  if (['help', '--help', '-h'].includes(name)) {
    console.log(usage());
    return;
  }
  const [part, command] = [own(parts, name), own(commands, name)];
  if (part === undefined && command === undefined) {
    console.error(usage());
    process.exitCode = 2;
    return;
  }
  // A relative path means the same wherever the command was typed.
  process.chdir(projectRoot());
  // Whoever read our output may be gone; that must not end the product.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    if (part) return await part();
    await (await command?.load())?.(args);
    // The command may have set another exit code than 0.
    process.exit();
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exit(error instanceof UsageError ? 2 : 1);
  }
}

/** `toString` is no command, though every object knows it. */
function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function usage(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`);
  return ['Usage: routeward COMMAND', '', ...lines].join('\n');
}
