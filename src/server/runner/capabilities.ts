import { admit } from '@/core/actions/admit';
import { type Answers, capabilityQuestions, readCapabilities } from '@/core/actions/ask-capabilities';
import type { Capabilities } from '@/core/actions/capabilities';
import type { DeviceId } from '@/core/ids';
import type { DeviceTarget } from '../db/targets';
import { RouterFault } from '../routeros/fault';
import type { Routers } from '../routeros/routers';
import type { RouterTarget } from '../routeros/target';

const deadlineMs = 8_000;

/** Packages and hardware change now and then without a new version. */
const oldAfterMs = 24 * 3600 * 1000;

/**
 * Asks a router once what it has and what its account may. What it does not let us ask is not known, and then nothing is
 * refused for it; null: the router went away meanwhile, so that it is to be asked another time.
 */
export async function askCapabilities(
  routers: Routers,
  target: RouterTarget,
  { version, model, signal }: { version: string; model: string | null; signal: AbortSignal },
): Promise<Capabilities | null> {
  const answers = new Map<Parameters<Answers['get']>[0], readonly Readonly<Record<string, string>>[] | null>();
  for (const { about, sentence } of capabilityQuestions()) {
    const rows: Readonly<Record<string, string>>[] = [];
    const onRow = (fields: Readonly<Record<string, string>>) => rows.push(admit(sentence.reply, fields));
    try {
      await routers.read(target, sentence, { deadlineMs, signal, onRow });
      answers.set(about, rows);
    } catch (error) {
      if (!(error instanceof RouterFault)) throw error;
      if (error.code === 'unsupported') answers.set(about, null);
      else if (error.code !== 'notPermitted' && error.code !== 'trap') return null;
    }
  }
  return readCapabilities(answers, { routerOs: version, board: model, account: target.login.name });
}

/** When each device was last asked what it can do, by this process or before it. */
export class CapabilityAges {
  readonly #known = new Map<DeviceId, { readonly routerOs: string; readonly at: number }>();

  note(device: DeviceId, routerOs: string): void {
    this.#known.set(device, { routerOs, at: Date.now() });
  }

  isDue({ device, capabilities, capableAt }: DeviceTarget, version: string): boolean {
    const before = capabilities === null || capableAt === null ? null : { ...capabilities, at: Date.parse(capableAt) };
    const known = this.#known.get(device) ?? before;
    return known === null || known.routerOs !== version || Date.now() - known.at > oldAfterMs;
  }
}
