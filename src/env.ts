import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { TrustedProxies } from '@/core/configuration/settings';
import { PublicUrl } from '@/core/public-url';
import { StartError } from '@/core/start-error';

/** A variable set to nothing counts as not set, as in a compose file's `NAME=`. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const AbsolutePath = z.string().refine(isAbsolute, 'must be an absolute path, such as /var/lib/routeward');
const PostgresUrl = z.string(); // Judged where it is used: server/db names what is wrong with it.

/** `host:port`, an IPv6 host in brackets. Port 0 takes any free one. */
const Listen = z.string().transform((text, context) => {
  const [, host = '', port = ''] = /^(\[[0-9a-fA-F:.]+\]|[^:[\]]+):(\d{1,5})$/.exec(text) ?? [];
  if (host && Number(port) <= 65_535) return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
  context.addIssue({ code: 'custom', message: 'must read host:port, such as 0.0.0.0:8443 or [::]:8443' });
  return z.NEVER;
});

/** `127.0.0.1, 192.0.2.7, 2001:db8::7`; blocks too, though whoever sits in one is believed. */
const Proxies = z.string().transform((text, context) => {
  const read = TrustedProxies.safeParse(text.split(/[\s,]+/).filter((one) => one !== ''));
  if (read.success) return read.data;
  context.addIssue({
    code: 'custom',
    message: 'must list at most 50 addresses or CIDR blocks with commas between them, such as 127.0.0.1, 192.0.2.7',
  });
  return z.NEVER;
});

const Operator = z
  .object({
    DATABASE_URL: optional(PostgresUrl),
    ROUTEWARD_DATA: optional(AbsolutePath),
    XDG_STATE_HOME: optional(z.string()),
    ROUTEWARD_LISTEN: optional(Listen),
    ROUTEWARD_METRICS: optional(Listen),
    ROUTEWARD_TRUSTED_PROXIES: optional(Proxies),
    ROUTEWARD_URL: optional(PublicUrl),
    ROUTEWARD_TLS_CERT: optional(AbsolutePath),
    ROUTEWARD_TLS_KEY: optional(AbsolutePath),
    ROUTEWARD_LOG: optional(
      z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent'),
    ),
  })
  .refine((given) => !given.ROUTEWARD_TLS_CERT === !given.ROUTEWARD_TLS_KEY, {
    path: ['ROUTEWARD_TLS_KEY'],
    error: 'goes with ROUTEWARD_TLS_CERT: set both, or neither',
  });

export interface OperatorEnv {
  /** Null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
  readonly listen: { readonly host: string; readonly port: number } | null;
  /** The origin people open; null when the operator did not say. */
  readonly publicUrl: string | null;
  /** Paths of a certificate chain and its key, both PEM; null: the installed or a self-signed one is shown. */
  readonly tls: { readonly certificate: string; readonly key: string } | null;
  /** Where measures are served; null: nowhere. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  /** Addresses and CIDR blocks whose word on a client's address is taken; null: what is configured. */
  readonly trustedProxies: readonly string[] | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** What the operator set, for the command line. Throws StartError that names the variable. */
export function operatorEnv(): OperatorEnv {
  const given = read(Operator);
  const { ROUTEWARD_TLS_CERT: certificate, ROUTEWARD_TLS_KEY: key } = given;
  return {
    databaseUrl: given.DATABASE_URL ?? null,
    dataDirectory: given.ROUTEWARD_DATA ?? defaultDataDirectory(given.XDG_STATE_HOME),
    listen: given.ROUTEWARD_LISTEN ?? null,
    metrics: given.ROUTEWARD_METRICS ?? null,
    trustedProxies: given.ROUTEWARD_TRUSTED_PROXIES ?? null,
    publicUrl: given.ROUTEWARD_URL ?? null,
    tls: certificate !== undefined && key !== undefined ? { certificate, key } : null,
    logLevel: given.ROUTEWARD_LOG ?? 'info',
  };
}

/** XDG Base Directory Specification 0.8: a relative XDG_STATE_HOME is to be ignored. */
function defaultDataDirectory(stateHome: string | undefined): string {
  if (process.getuid?.() === 0) return '/var/lib/routeward';
  return join(
    stateHome !== undefined && isAbsolute(stateHome) ? stateHome : join(homedir(), '.local/state'),
    'routeward',
  );
}

/** The simulated routers of a demo: `{"10.20.1.1": 40123}`. */
const Ports = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.record(z.string(), z.int().min(1).max(65_535)));

const Process = z.object({
  ROUTEWARD_APP_DATABASE_URL: PostgresUrl,
  ROUTEWARD_KEYS_DIRECTORY: AbsolutePath,
  ROUTEWARD_URL: PublicUrl,
  ROUTEWARD_FRONT_KEY: z.string().min(32),
  ROUTEWARD_WEB_SOCKET: AbsolutePath,
  ROUTEWARD_LOG: Operator.shape.ROUTEWARD_LOG,
  ROUTEWARD_SIMULATED: optional(Ports),
});

export interface ProcessEnv {
  /** The application's login: it owns nothing. */
  readonly appDatabaseUrl: string;
  readonly keysDirectory: string;
  /** The origin people open, without a slash at its end. */
  readonly publicUrl: string;
  /** What the front shows on each request, so that nobody on this machine goes around it. New with each start. */
  readonly frontKey: string;
  /** Where web listens; in a directory that no other account can enter. */
  readonly webSocket: string;
  readonly logLevel: OperatorEnv['logLevel'];
  /** In the demo the simulated routers, address by address with their ports on loopback: then no other is spoken to. */
  readonly simulated: Readonly<Record<string, number>> | null;
}

/** What the supervisor set for web and runner. Throws StartError that names the variable. */
export function processEnv(): ProcessEnv {
  const given = read(Process);
  return {
    appDatabaseUrl: given.ROUTEWARD_APP_DATABASE_URL,
    keysDirectory: given.ROUTEWARD_KEYS_DIRECTORY,
    publicUrl: given.ROUTEWARD_URL,
    frontKey: given.ROUTEWARD_FRONT_KEY,
    webSocket: given.ROUTEWARD_WEB_SOCKET,
    logLevel: given.ROUTEWARD_LOG ?? 'info',
    simulated: given.ROUTEWARD_SIMULATED ?? null,
  };
}

const Simulator = z.object({
  ROUTEWARD_SIMULATOR: AbsolutePath,
  ROUTEWARD_SIMULATED: Process.shape.ROUTEWARD_SIMULATED,
});

export interface SimulatorEnv {
  /** Where it keeps its certificates, and says which port each router took. */
  readonly directory: string;
  /** The ports it had before it was started again. */
  readonly ports: Readonly<Record<string, number>> | null;
}

/** What the supervisor set for the demo's simulated fleet. Throws StartError that names the variable. */
export function simulatorEnv(): SimulatorEnv {
  const given = read(Simulator);
  return { directory: given.ROUTEWARD_SIMULATOR, ports: given.ROUTEWARD_SIMULATED ?? null };
}

/** The environment of the process that is the simulated fleet. */
export function environmentOfSimulator(
  { directory, ports }: SimulatorEnv,
  logLevel: OperatorEnv['logLevel'],
): NodeJS.ProcessEnv {
  const known = ports === null ? {} : { ROUTEWARD_SIMULATED: JSON.stringify(ports) };
  return { ...plainEnvironment(logLevel), ROUTEWARD_SIMULATOR: directory, ...known };
}

/** The environment of a child process that serves `process`. */
export function environmentFor(values: ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...plainEnvironment(values.logLevel),
    ROUTEWARD_APP_DATABASE_URL: values.appDatabaseUrl,
    ROUTEWARD_KEYS_DIRECTORY: values.keysDirectory,
    ROUTEWARD_URL: values.publicUrl,
    ROUTEWARD_FRONT_KEY: values.frontKey,
    ROUTEWARD_WEB_SOCKET: values.webSocket,
    NEXTAUTH_URL: values.publicUrl,
    ...(values.simulated === null ? {} : { ROUTEWARD_SIMULATED: JSON.stringify(values.simulated) }),
    // Next reads a `.env` file of the project into its process unless it is told that this was done.
    __NEXT_PROCESSED_ENV: 'true',
  };
}

const passedOn = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'] as const;

/** For a child that needs nothing secret: named variables only, so that no child ever sees the owner's DATABASE_URL. */
export function plainEnvironment(logLevel: OperatorEnv['logLevel']): NodeJS.ProcessEnv {
  const kept = passedOn.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]] as const],
  );
  return { ...Object.fromEntries(kept), NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ROUTEWARD_LOG: logLevel };
}

function read<T extends z.ZodType>(schema: T): z.infer<T> {
  const parsed = schema.safeParse(process.env);
  if (parsed.success) return parsed.data;
  // One sentence a variable, never its value: it may be a secret.
  const sentences = parsed.error.issues.map(({ path, message, code }) =>
    code === 'invalid_type' ? `${path.join('.')} is not set.` : `${path.join('.')} ${message}.`,
  );
  throw new StartError(sentences.join(' '));
}
