import postgres from 'postgres';
import { z } from 'zod';
import { roles } from '@/core/access';
import { FamilyId, PersonId } from '@/core/ids';
import { processEnv } from '@/env';
import { createCaller } from '@/server/api/root';
import { once } from '@/server/process';
import { contextFor } from '../support/world';

/*
 * Says which statements the product sends for one page of a customer's devices, with what stands in their places. In a process
 * of its own, because a process has one pool.
 */
const Asked = z.object({
  me: z.object({ personId: PersonId, familyId: FamilyId, role: z.enum(roles), epoch: z.int() }),
  input: z.object({ customer: z.string(), limit: z.int() }),
});
const { me, input } = Asked.parse(JSON.parse(process.argv[2] ?? ''));

const { appDatabaseUrl } = processEnv();
const statements: { text: string; parameters: unknown[] }[] = [];
once('database', () =>
  postgres(appDatabaseUrl, {
    max: 1,
    // A socket's directory stands percent-encoded in the address.
    host: decodeURIComponent(new URL(appDatabaseUrl).hostname),
    fetch_types: false,
    debug: (_connection, text, parameters) => statements.push({ text, parameters }),
  }),
);
const { items } = await createCaller(contextFor(me)).devices.list(input);
const own = statements.filter(({ text }) => !/^(begin|commit)/i.test(text.trim()));
process.send?.({ devices: items.length, statements: own });
process.on('disconnect', () => process.exit(0));
