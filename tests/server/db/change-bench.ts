import { beforeAll, beforeEach } from 'vitest';
import type { Tier } from '@/core/actions/define';
import type { ChangeId } from '@/core/ids';
import { processEnv } from '@/env';
import { connect, type Sql } from '@/server/db/connection';
import { createMasterKey } from '@/server/vault/master-key';
import { digestOf, makeChange } from '../../support/changes';
import type { TestDatabase } from '../../support/database';
import { makeWorld, type World } from '../../support/world';

export type Asker = keyof World['people'];

export const only = (statement: string, id: string) => `${statement} where id = '${id}'`;

/** A world with changes, made anew for each test of the file that asks for it; and which rule a statement breaks there. */
export class ChangeBench {
  readonly database: TestDatabase;
  #world: World | null = null;
  #app: Sql | null = null;

  constructor(database: TestDatabase) {
    this.database = database;
    beforeAll(async () => {
      const app = connect(database.appUrl, 1);
      this.#app = app;
      await createMasterKey(processEnv().keysDirectory);
      return () => app.end();
    });
    beforeEach(async () => {
      await database.owner`truncate app.customer, app.person cascade`;
      await database.shiftClock('0');
      this.#world = await makeWorld(database);
    });
  }

  get world(): World {
    if (this.#world === null) throw new Error('a world is made before each test');
    return this.#world;
  }

  get app(): Sql {
    if (this.#app === null) throw new Error('it is connected before the first test');
    return this.#app;
  }

  by(who: Asker): string {
    return this.world.people[who].personId;
  }

  async asked(by: Asker = 'operator', device = 0): Promise<ChangeId> {
    const { customers, devices } = this.world;
    const of = devices['acme-corp'][device];
    if (of === undefined) throw new Error('there are three');
    return makeChange(this.database, { customer: customers['acme-corp'], device: of, by: this.by(by) });
  }

  async previewed(by: Asker = 'operator', tier: Tier = 'W2', device = 0): Promise<ChangeId> {
    const id = await this.asked(by, device);
    await this.database
      .owner`update app.change set state = 'previewed', preview_sealed = '\\x00', previewed_at = app.now(),
      tier = ${tier}, digest = ${digestOf(id)}, expires_at = app.now() + interval '1 hour' where id = ${id}`;
    return id;
  }

  /** The rule that a statement breaks, in this role; null where it goes through. */
  ruleOf(open: readonly string[], statement: string): Promise<string | null> {
    return ruleIn(this.app, [...open, statement]);
  }

  /** The same as the owner of the tables. */
  ruleOfOwner(statement: string): Promise<string | null> {
    return ruleIn(this.database.owner, [statement]);
  }
}

function ruleIn(on: Sql, statements: readonly string[]): Promise<string | null> {
  return on
    .begin(async (sql) => {
      for (const one of statements) await sql.unsafe(one);
      throw new Error('taken back');
    })
    .then(
      () => null,
      (error: { constraint_name?: string; message: string }) =>
        error.message === 'taken back' ? null : error.constraint_name || error.message,
    );
}
