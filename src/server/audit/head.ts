import { createHash, timingSafeEqual } from 'node:crypto';
import { StartError } from '@/core/start-error';
import type { Statements } from '../db/console';

/** What the whole log comes to. Two logs with the same head hold the same entries. */
export interface AuditHead {
  readonly entries: number;
  /** The newest entry; `at` as in its body. Null for an empty log. */
  readonly last: { readonly at: string; readonly id: string } | null;
  /** SHA-256 over all leaves, one behind the other, in the order of (at, id): 64 hexadecimal digits. */
  readonly leaves: string;
}

interface Entry {
  readonly at: string;
  readonly id: string;
  readonly body: string;
  readonly salt: Buffer;
  readonly leaf: Buffer;
  readonly personal: string | null;
  readonly personalSalt: Buffer | null;
}

const batch = 2_000;

/**
 * Reads every entry, checks it as docs/audit-format.md says, and returns the head. Throws StartError that names the first
 * entry that is not what was hashed.
 */
export async function auditHead(statements: Statements): Promise<AuditHead> {
  const all = createHash('sha256');
  let entries = 0;
  let last: AuditHead['last'] = null;
  const reading = statements<Entry[]>`
    select to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.id, e.body, e.salt, e.leaf,
      p.body as personal, p.salt as "personalSalt"
    from audit.entry e left join audit.personal p on p.at = e.at and p.entry_id = e.id
    order by e.at, e.id`.cursor(batch);
  for await (const rows of reading) {
    for (const entry of rows) {
      if (!isAsHashed(entry))
        throw new StartError(
          `The audit log does not hold: the entry ${entry.id} of ${entry.at} is not what was written. See docs/audit-format.md.`,
        );
      all.update(entry.leaf);
      last = { at: entry.at, id: entry.id };
      entries += 1;
    }
  }
  return { entries, last, leaves: all.digest('hex') };
}

function isAsHashed({ at, id, body, salt, leaf, personal, personalSalt }: Entry): boolean {
  const own = leafOf(salt, body);
  if (own.length !== leaf.length || !timingSafeEqual(own, leaf)) return false;
  const said = parsed(body);
  if (said.at !== at || said.id !== id) return false;
  // A person's side row may have been erased; one that is there is the one that was hashed.
  return personal === null || personalSalt === null || leafOf(personalSalt, personal).toString('hex') === said.personal;
}

/** RFC 9162, section 2.1.1. */
const leafOf = (salt: Buffer, body: string): Buffer =>
  createHash('sha256').update(Buffer.of(0)).update(salt).update(body, 'utf8').digest();

function parsed(body: string): { at?: unknown; id?: unknown; personal?: unknown } {
  try {
    return JSON.parse(body);
  } catch {
    return {}; // Then nothing of it is the row's.
  }
}
