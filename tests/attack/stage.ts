import { sql } from 'drizzle-orm';
import { until } from '@/cli/until';
import type { Principal } from '@/core/access';
import type { Tier } from '@/core/actions/define';
import type { Values } from '@/core/actions/parameter';
import { ChangeId, type CustomerId, DeviceId } from '@/core/ids';
import { isDirectId, type TemplateId, templateIds } from '@/core/templates/library';
import { asCustomer, asEverything, asPerson } from '@/server/db/open';
import { sealFor } from '@/server/vault/data-keys';
import type { ModelName } from '@/simulator/models';
import { chanceOf } from '@/simulator/random';
import type { SimulatedRouter } from '@/simulator/router';
import { enrolled, rowOf } from '../server/change/changing';
import { furnish } from '../server/change/furnished';
import { saidTo } from '../server/change/scene';
import type { TestDatabase } from '../support/database';
import { Fleet, startRunner } from '../support/routers';
import { apiOf } from '../support/runs';
import { modelFor, samples } from '../support/template-samples';
import { makePerson, makeWorld, type World } from '../support/world';
import type { Amount } from './amount';

/* Routers, a runner and people, between whom changes are asked for, previewed and decided on, as they are for real. */

/** A write as somebody asks for it. */
export interface Write {
  readonly template: TemplateId;
  readonly values: Values;
}

/** One that was previewed. */
export interface Waiting extends Write {
  readonly id: ChangeId;
  readonly device: number;
  readonly digest: string;
  readonly tier: Tier;
  readonly asker: Principal;
}

/** Of every template and direct action each sample; or of as many of them as there is time for, chosen by the seed. */
export function writesOf({ seed, writes }: Amount): readonly Write[] {
  const chosen = [...templateIds].sort((one, other) => chanceOf(seed, one) - chanceOf(seed, other)).slice(0, writes);
  return chosen.flatMap((template) => samples[template].map((values) => ({ template, values })));
}

/** What changes a router, or is about to. */
const isWrite = (words: string) =>
  /^\/\S+\/(?:set|add|remove|move|enable|disable|unset|take|make-static|power-cycle|renew|flush|save|reboot)(?: |$)/.test(
    words,
  );

export class Stage {
  readonly database: TestDatabase;
  readonly world: World;
  /** Of no other customer than the other one. */
  readonly strangers: readonly Principal[];
  /** An Operator of the same customer, who asked for nothing. */
  readonly colleague: Principal;
  readonly #fleet: Fleet;
  readonly #routers = new Map<number, SimulatedRouter>();
  readonly #models = new Map<number, ModelName>();

  private constructor(database: TestDatabase, world: World, others: readonly [Principal, ...Principal[]]) {
    this.database = database;
    this.world = world;
    [this.colleague, ...this.strangers] = others;
    this.#fleet = new Fleet(database);
  }

  /** With a runner that ends with the test. */
  static async of(database: TestDatabase): Promise<Stage> {
    const { owner } = database;
    await owner`truncate app.customer, app.person cascade`;
    await database.shiftClock('0');
    const world = await makeWorld(database);
    await owner`update app.customer set is_probed = false`;
    const { 'acme-corp': acme, 'other-isp': other } = world.customers;
    const stage = new Stage(database, world, [
      await makePerson(owner, 'operator', [acme]),
      await makePerson(owner, 'operator', [other]),
      await makePerson(owner, 'admin', [other]),
    ]);
    startRunner(stage.#fleet.dial);
    return stage;
  }

  get acme(): CustomerId {
    return this.world.customers['acme-corp'];
  }

  deviceOf(number: number): DeviceId {
    return DeviceId.parse(this.world.devices['acme-corp'][number]);
  }

  /** Puts a new router in the place of a device, with all that the samples are about. */
  async renew(number: number, model = this.#models.get(number) ?? 'RB5009'): Promise<void> {
    await this.#routers.get(number)?.stop();
    this.#models.set(number, model);
    const character = { bootMs: 50 };
    const router = await enrolled(this.#fleet, this.deviceOf(number), { seed: 7 + number, model, character });
    furnish(router.state);
    this.#routers.set(number, router);
  }

  router(number: number): SimulatedRouter {
    const router = this.#routers.get(number);
    if (router === undefined) throw new Error('there is none');
    return router;
  }

  /** All that was done to the routers so far: what was said to them that changes something, and what is configured. */
  marksOn(number: number): string {
    const router = this.router(number);
    return JSON.stringify([saidTo(router).filter(isWrite), router.state.hash()]);
  }

  /** Whoever may ask for it and stands lowest. */
  askerOf({ template }: Write): Principal {
    return this.world.people[isDirectId(template) ? 'admin' : 'operator'];
  }

  /** Asks for it and waits for what the runner finds on the router. Throws where it cannot be made there. */
  async previewed(write: Write, device: number, asker = this.askerOf(write)): Promise<Waiting> {
    const { changes } = apiOf(asker);
    const model = modelFor(write.template);
    if (this.#models.get(device) !== model) await this.renew(device, model);
    const id = ChangeId.parse((await changes.ask({ ...write, device: this.deviceOf(device) })).change);
    await this.leaves(id, 'previewing');
    const { state, digest, tier, preview } = await changes.get({ change: id });
    if (state !== 'previewed' || digest === null || tier === null)
      throw new Error(`${write.template} is ${state}: ${JSON.stringify(preview?.refusals)} ${preview?.lockout}`);
    return { ...write, id, device, digest, tier, asker };
  }

  /** Nobody may have many that wait. */
  discard({ id, asker }: Pick<Waiting, 'id' | 'asker'>): Promise<number> {
    const to = `state = 'withdrawn', withdrawn_by = '${asker.personId}'`;
    return this.asPerson(asker, `update app.change set ${to} where id = '${id}'`);
  }

  async stateOf(id: ChangeId): Promise<string> {
    return (await rowOf(this.database, id)).state;
  }

  /** Waits until it is none of these any more. Throws after half a minute. */
  async leaves(id: ChangeId, ...states: readonly string[]): Promise<void> {
    const isGone = async () => !states.includes(await this.stateOf(id));
    if (!(await until(isGone, 30_000))) throw new Error(`it stays ${await this.stateOf(id)}`);
  }

  /** With the rights of a person, whatever our own code would say. */
  asPerson(me: Principal, statement: string): Promise<number> {
    const open = me.role === 'superAdmin' ? asEverything : asPerson;
    return open(me, async ({ db }) => (await db.execute(sql.raw(`${statement} returning 1`))).length);
  }

  asWork(statement: string): Promise<number> {
    return asCustomer(
      this.acme,
      'attack',
      async ({ db }) => (await db.execute(sql.raw(`${statement} returning 1`))).length,
    );
  }

  /** As the owner of the tables, whom row security does not bind. */
  async asOwner(statement: string): Promise<number> {
    return (await this.database.owner.unsafe(`${statement} returning 1`)).length;
  }

  /** What somebody could do who has the vault's keys too. */
  async reseal({ id }: Waiting, values: Values): Promise<void> {
    const place = { table: 'change', column: 'params_sealed', row: id, customerId: this.acme };
    await asCustomer(this.acme, 'attack', async ({ db }) => {
      const sealed = await sealFor(db, place, JSON.stringify(values));
      await db.execute(sql`update app.change set params_sealed = ${sealed} where id = ${id}`);
    });
  }
}
