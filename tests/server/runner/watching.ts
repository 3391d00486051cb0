import { beforeAll, beforeEach } from 'vitest';
import type { Principal } from '@/core/access';
import { CustomerSlug, type DeviceId } from '@/core/ids';
import { processEnv } from '@/env';
import { createCaller } from '@/server/api/root';
import { asJob } from '@/server/db/open';
import { Watchman, type WatchmanOptions } from '@/server/runner/watchman';
import { systemVault } from '@/server/vault/data-keys';
import { createMasterKey } from '@/server/vault/master-key';
import { mailPlace } from '@/server/vault/system-key';
import { testDatabase } from '../../support/database';
import { contextFor, makeWorld, type World } from '../../support/world';

/**
 * A database whose devices go down and come up as a test says, written as the prober writes it, and whose clock goes on as the
 * test says; with what the log and people were told. Each test finds the world anew, with everything up.
 */
export async function watchedDatabase() {
  const database = await testDatabase();
  const { owner } = database;
  let world: World;
  let now: number;

  beforeAll(() => createMasterKey(processEnv().keysDirectory));

  beforeEach(async () => {
    await owner`truncate app.customer, app.person cascade`;
    await owner`delete from app.outgoing`;
    await owner`delete from app.setting`;
    await owner`insert into app.setting (name, value, changed_at) values ('mail.host', '"127.0.0.1"', now()), ('mail.from', '"r@example.net"', now())`;
    await database.shiftClock('0');
    now = Date.now();
    world = await makeWorld(database);
    for (const slug of ['acme-corp', 'other-isp'] as const)
      await owner`update app.customer set name = ${slug.toUpperCase()} where slug = ${slug}`;
    await wishes(world.people.operator);
    await logged();
  });

  const wishes = (who: Principal, also: { isEvery?: boolean; isOwnLink?: boolean } = {}) =>
    createCaller(contextFor(who)).alarms.chooseMail({
      customers: [CustomerSlug.parse('acme-corp')],
      isEvery: also.isEvery ?? false,
      isOwnLink: also.isOwnLink ?? false,
    });

  /** A runner's watchman, whose watch began when everything was up. */
  async function watching(resolve: WatchmanOptions['resolve'] = async () => ({ ip: '127.0.0.1' })): Promise<Watchman> {
    const made = new Watchman({
      resolve,
      onFailure: (error) => {
        throw error;
      },
    });
    await made.look();
    return made;
  }

  /** Time goes by, and nobody asks anything. */
  async function asleep(seconds: number): Promise<void> {
    now += seconds * 1000;
    await owner`update app.mark set clock_shift = ${new Date(now).toISOString()}::timestamptz - statement_timestamp()`;
  }

  /** Time goes by, and each device is asked again: it is as it was. */
  async function later(seconds: number): Promise<void> {
    await asleep(seconds);
    await owner`update app.device_status set tried_at = app.now(), answered_at = case when is_up then app.now() else answered_at end`;
  }

  /** It is then. */
  async function at(time: string): Promise<void> {
    now = Date.parse(time);
    await later(0);
  }

  const turn = (isUp: boolean, devices: readonly (DeviceId | undefined)[]) =>
    owner`update app.device_status set is_up = ${isUp}, since = ${new Date(now).toISOString()}, tried_at = app.now(), fault_code = ${isUp ? null : 'timedOut'}
      where device_id = any (${devices.filter((one) => one !== undefined)})`;
  const goDown = (...devices: (DeviceId | undefined)[]) => turn(false, devices);
  const comeUp = (...devices: (DeviceId | undefined)[]) => turn(true, devices);
  const acme = () => world.devices['acme-corp'];

  async function siteOf(name: string, ...devices: (DeviceId | undefined)[]): Promise<string> {
    const [site] =
      await owner`insert into app.site (customer_id, name) values (${world.customers['acme-corp']}, ${name}) returning id`;
    await owner`update app.device set site_id = ${site?.id} where id = any (${devices.filter((one) => one !== undefined)})`;
    return String(site?.id);
  }

  const seen = new Set<string>();
  /** Everything that was logged of alarms since the last time, in short. */
  async function logged(): Promise<string[]> {
    const rows = await owner`
      select e.id, e.event, coalesce(d.name, s.name, 'own link') as name, (body::jsonb -> 'detail' ->> 'times')::int as times
      from audit.entry e left join app.device d on 'device/' || d.id = e.target left join app.site s on 'site/' || s.id = e.target
      where e.event in ('alarm.raised', 'alarm.reopened', 'alarm.cleared', 'alarm.withdrawn') order by e.at, name`;
    const fresh = rows.filter(({ id }) => !seen.has(id));
    for (const { id } of rows) seen.add(id);
    return fresh.map(({ event, name, times }) => `${event.slice(6)} ${name}${(times ?? 1) === 1 ? '' : ` ${times}`}`);
  }

  /** The mails that were posted since the last time: to whom, and their lines. */
  async function mailed(): Promise<[to: string, subject: string, ...lines: string[]][]> {
    const rows = await owner`delete from app.outgoing where kind = 'mail' returning id, sealed`;
    const all = await asJob('post', async ({ db }) => {
      const vault = await systemVault(db);
      return Promise.all(rows.map(({ id, sealed }) => vault.unseal(mailPlace(id), sealed)));
    });
    const letters = all.map((text) => JSON.parse(text) as { to: string; subject: string; text: string }); // safe: mail-to.ts sealed it.
    return letters
      .map(({ to, subject, text }): [string, string, ...string[]] => {
        const lines = text.split('\n').filter((line) => line.startsWith('- '));
        return [
          to.replace(/-.*/, ''),
          subject,
          ...lines.map((line) => line.slice(2).replace(/(, since|, after) .*/, '')),
        ];
      })
      .sort();
  }

  return {
    owner,
    world: () => world,
    acme,
    wishes,
    watching,
    later,
    asleep,
    at,
    goDown,
    comeUp,
    siteOf,
    logged,
    mailed,
  };
}
