import { compare, type Measured } from './compare';
import type { Place } from './place';

/** An entry through audit.append against a plain INSERT of the same columns, each in a transaction of its own. */
export async function auditAppend({ owner, many }: Place): Promise<Measured[]> {
  await owner`create table if not exists audit.plain (at timestamptz not null default clock_timestamp(), id uuid not null default gen_random_uuid(),
    customer_id uuid, event text not null, outcome text not null, body text not null, primary key (at, id))`;
  const body = JSON.stringify({ v: 1, event: 'device.listed', outcome: 'ok', detail: { pad: 'x'.repeat(400) } });
  const append =
    () => many`select audit.append('device.listed', 'ok', '{"kind": "customer", "id": "x"}', null, '{"pad": "x"}',
    '{"address": "192.0.2.1", "agent": "bench"}', 'request')`;
  const insert = () => many`insert into audit.plain (event, outcome, body) values ('device.listed', 'ok', ${body})`;
  const measured: Measured[] = [];
  for (const concurrency of [1, 16, 128]) {
    const times = 512;
    const spread = (one: () => Promise<unknown>) => async () => {
      const worker = async () => {
        for (let time = 0; time < times / concurrency; time += 1) await one();
      };
      await Promise.all(Array.from({ length: concurrency }, worker));
    };
    measured.push(
      await compare({
        name: `${times} audit entries, ${concurrency} at a time`,
        ours: spread(append),
        peer: { name: 'plain INSERT', run: spread(insert) },
        target: 1 / 0.55,
        rounds: 9,
      }),
    );
  }
  return measured;
}
