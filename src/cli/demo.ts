import { roleTitles } from '@/core/access';
import { StartError } from '@/core/start-error';
import { type OperatorEnv, operatorEnv } from '@/env';
import { type DemoPerson, type Enrolment, seedDemo } from '@/server/db/seed';
import { loadWrapping } from '@/server/vault/master-key';
import { makeDataKey, seal } from '@/server/vault/sealed';
import { readAccount, testAccount, writeAccount } from '@/simulator/accounts';
import { makeLog } from './log';
import { hashPassword } from './password';
import type { Plan } from './product';
import { type Supervision, supervise } from './supervise';
import { UsageError } from './usage-error';

/** The passwords of the demo are ours; only length and the lists of what is tried first apply to them. */
const invented = { email: '', name: '', hasSecondFactor: false };

const here = { host: '127.0.0.1', port: 8080 };

/**
 * `routeward demo [--tour]`: the same product with invented content, over plain HTTP on loopback, with published
 * passwords.
 */
export async function demo(args: readonly string[]): Promise<void> {
  const [option, ...rest] = args;
  if (rest.length > 0 || (option !== undefined && option !== '--tour'))
    throw new UsageError('Usage: routeward demo [--tour]');
  const env = operatorEnv();
  return option === undefined ? lasting(env) : guided(env);
}

/** In a place of its own and on any free port, so that it runs beside another demo. */
async function guided({ logLevel: asked }: OperatorEnv): Promise<void> {
  // A runner that is killed on purpose is no news.
  const logLevel = ['info', 'warn'].includes(asked) ? 'error' : asked;
  const plan = planWith({ databaseUrl: null, listen: { ...here, port: 0 }, logLevel, metrics: null }, () => undefined);
  const { tour } = await import('./tour');
  await tour(makeLog('supervisor', logLevel), plan);
}

async function lasting(env: OperatorEnv): Promise<void> {
  const listen = env.listen ?? here;
  if (listen.host !== '127.0.0.1') {
    throw new StartError(
      'The demo has published passwords and answers on this machine only: set ROUTEWARD_LISTEN to 127.0.0.1:PORT, or unset it.',
    );
  }
  const logLevel = env.logLevel === 'info' ? 'warn' : env.logLevel;
  let people: readonly DemoPerson[] = [];
  await supervise({
    dataDirectory: `${env.dataDirectory}-demo`,
    // The table of people is what this command is for; between log lines nobody would find it.
    log: makeLog('supervisor', logLevel),
    plan: planWith({ databaseUrl: env.databaseUrl, listen, logLevel, metrics: env.metrics }, (seeded) => {
      people = seeded;
    }),
    onAnswering: (publicUrl) =>
      console.log(`${table(people)}\n\nRouteward's demo answers at ${publicUrl}\nCtrl-C ends it.`),
  });
}

/** The plan of a demo, whatever it is for; `onSeeded` is told the people that are in it. */
const planWith =
  (
    where: Pick<Plan, 'databaseUrl' | 'listen' | 'logLevel' | 'metrics'>,
    onSeeded: (people: readonly DemoPerson[]) => void,
  ): Supervision['plan'] =>
  async (data) => ({
    ...where,
    isDemo: true,
    certificate: null,
    // Whatever is stored there: a demo is opened on this machine alone.
    publicUrl: async (port) => new URL(`http://localhost:${port}`).origin,
    fill: async (ownerUrl, simulated) => {
      const hash = (password: string) => hashPassword(password, invented, data.keys);
      onSeeded(await seedDemo(ownerUrl, { hash, enrol: enrolWith(data.keys) }, simulated));
    },
  });

/** Seals the accounts that the simulated routers are read and changed with, and that they test their lines with. */
const enrolWith =
  (keysDirectory: string) =>
  async (customerId: string, masterKey: number): Promise<Enrolment> => {
    const { dataKey, wrapped } = makeDataKey(await loadWrapping(keysDirectory, masterKey), customerId);
    const sealed = (row: string, column: string, account: typeof readAccount) =>
      seal(dataKey, { table: 'credential_set', column, row, customerId }, JSON.stringify(account));
    return {
      dataKey: { id: dataKey.id, masterKey, wrapped },
      accountsOf: (set) => ({
        readSealed: sealed(set, 'read_sealed', readAccount),
        writeSealed: sealed(set, 'write_sealed', writeAccount),
        testSealed: sealed(set, 'test_sealed', testAccount),
      }),
    };
  };

function table(people: readonly DemoPerson[]): string {
  const rows = people.map(({ name, role, email, password }) => [name, roleTitles[role].title, email, password]);
  const all = [['Person', 'Role', 'E-mail', 'Password'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
