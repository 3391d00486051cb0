import { z } from 'zod';
import type { Principal } from '@/core/access';
import { movedMeanwhile, savedMeanwhile } from '@/core/templates/decide';
import type { Transaction } from '@/server/db/connection';
import { type Move, moveVersion, type TemplateVersion } from '@/server/db/template-versions';
import { OwnId, Version, versionNamed } from './version-views';

type Db = Transaction['db'];

/** Which version of which template. */
export const named = { template: OwnId, version: Version };
/** As the caller saw it: what was moved on meanwhile is not moved. */
export const seen = { ...named, revision: z.int().min(1) };

/** Moves it as it was found, and tells of it as it is now. */
export async function moved(db: Db, me: Principal, found: TemplateVersion, move: Move): Promise<TemplateVersion> {
  const isMoved = await moveVersion(db, found, move);
  const now = await versionNamed(db, me, found);
  if (!isMoved) throw now.state === 'draft' ? savedMeanwhile(now.changedBy, now.revision) : movedMeanwhile();
  return now;
}

/** Refuses what is another one by now. */
export async function asSeen(db: Db, me: Principal, ref: { template: string; version: number; revision: number }) {
  const found = await versionNamed(db, me, ref);
  if (found.revision !== ref.revision)
    throw found.state === 'draft' ? savedMeanwhile(found.changedBy, found.revision) : movedMeanwhile();
  return found;
}
