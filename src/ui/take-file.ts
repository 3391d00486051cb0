import { type Failure, failureIn, fetchRenewing, unanswered } from './request';

/** What became of a file that was fetched: null when it is there. `isTooLarge`: it has to be asked for in another way. */
export interface Untaken extends Failure {
  readonly isTooLarge: boolean;
}

/**
 * Fetches a file and hands it to the browser to keep. It is fetched here, so that a refusal is words on the page and not a
 * broken download.
 */
export async function takeFile(address: string, fallback: string): Promise<Untaken | null> {
  try {
    const answer = await fetchRenewing(address);
    if (!answer.ok) return { ...(await failureIn(answer)), isTooLarge: answer.status === 413 };
    saveFile(await answer.blob(), nameIn(answer) ?? fallback);
    return null;
  } catch {
    // The line was cut, maybe in the middle of the file: nothing of it is kept.
    return { ...unanswered, isTooLarge: false };
  }
}

/** Hands a file to the browser to be kept, as a link to it would. */
export function saveFile(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}

const nameIn = (answer: Response): string | undefined =>
  /filename="([\w.-]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
