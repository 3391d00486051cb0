import { processEnv } from '@/env';
import { configuredPublicUrl } from '../db/setup';
import { once } from '../process';

/*
 * The origin people open, without a slash at its end: the issuer in every token, and where links lead. The supervisor hands
 * one over; the setup, or who configures the system, may give another, which is kept in the database.
 */

const kept = (): { url: string | null } => once('public url', () => ({ url: null }));

export const publicUrl = (): string => kept().url ?? processEnv().publicUrl;

/** After it was kept in the database: from now on this process goes by it too. */
export function takePublicUrl(url: string): void {
  kept().url = url;
}

/** For a process that begins: it may have been configured since the supervisor began. */
export async function loadPublicUrl(): Promise<void> {
  kept().url = await configuredPublicUrl();
}
