import { z } from 'zod';
import { FamilyId } from '@/core/ids';

/** A signed-in session as people see it. Times are ISO 8601, UTC. */
export const SignInView = z.object({
  id: FamilyId,
  address: z.string(),
  agent: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  expiresAt: z.string(),
});
