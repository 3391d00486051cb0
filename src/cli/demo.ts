import { createSecretKey } from 'node:crypto';
import { roleTitles } from '@/core/access';
import { StartError } from '@/core/start-error';
import { operatorEnv } from '@/env';
import { type DemoPerson, type Enrolment, seedDemo } from '@/server/db/seed';
import { deriveKey, loadMasterKey } from '@/server/vault/master-key';
import { currentMasterKey, makeDataKey, seal } from '@/server/vault/sealed';
import { readAccount } from '@/simulator/accounts';
import { makeLog } from './log';
import { hashPassword } from './password';
import { supervise } from './supervise';

/** The passwords of the demo are ours; only length and the lists of what is tried first apply to them. */
const invented = { email: '', name: '', hasSecondFactor: false };

const here = { host: '127.0.0.1', port: 8080 };

/** `routeward demo`: the same product with invented content, over plain HTTP on loopback, with published passwords. */
export async function demo(): Promise<void> {
  const env = operatorEnv();
  const listen = env.listen ?? here;
  if (listen.host !== '127.0.0.1') {
    throw new StartError(
      'The demo has published passwords and answers on this machine only: set ROUTEWARD_LISTEN to 127.0.0.1:PORT, or unset it.',
    );
  }
  const dataDirectory = `${env.dataDirectory}-demo`;
  let people: readonly DemoPerson[] = [];
  await supervise({
    dataDirectory,
    // The table of people is what this command is for; between log lines nobody would find it.
    log: makeLog('supervisor', env.logLevel === 'info' ? 'warn' : env.logLevel),
    plan: async (data) => ({
      isDemo: true,
      databaseUrl: env.databaseUrl,
      listen,
      tls: null,
      publicUrl: (port) => new URL(`http://localhost:${port}`).origin,
      logLevel: env.logLevel === 'info' ? 'warn' : env.logLevel,
      fill: async (ownerUrl, simulated) => {
        const hash = (password: string) => hashPassword(password, invented, data.keys);
        people = await seedDemo(ownerUrl, { hash, enrol: enrolWith(data.keys) }, simulated);
      },
    }),
    onAnswering: (publicUrl) =>
      console.log(`${table(people)}\n\nRouteward's demo answers at ${publicUrl}\nCtrl-C ends it.`),
  });
}

/** Seals the account that the simulated routers are read with. */
const enrolWith =
  (keysDirectory: string) =>
  async (customerId: string, credentialSetId: string): Promise<Enrolment> => {
    const wrapping = createSecretKey(deriveKey(await loadMasterKey(keysDirectory), 'dataKeyWrapping'));
    const { dataKey, wrapped } = makeDataKey(wrapping, customerId);
    const place = { table: 'credential_set', column: 'read_sealed', row: credentialSetId, customerId };
    return {
      dataKey: { id: dataKey.id, masterKey: currentMasterKey, wrapped },
      readSealed: seal(dataKey, place, JSON.stringify(readAccount)),
    };
  };

function table(people: readonly DemoPerson[]): string {
  const rows = people.map(({ name, role, email, password }) => [name, roleTitles[role].title, email, password]);
  const all = [['Person', 'Role', 'E-mail', 'Password'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
