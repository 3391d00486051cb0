import { AppError } from '@/core/errors';
import { readDocument, toldFault } from '@/core/templates/document/read';
import type { TrialOutcome } from '@/core/templates/trial';
import { asJob } from '../db/open';
import { claimTrial, endTrial, forgetTrials, type TrialIntent } from '../db/template-trials';
import { tryTemplate } from '../trial/try-template';

/** Does one trial that waits, one at a time; returns whether there may be more. */
export async function tryTemplates(
  runner: string,
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
): Promise<boolean> {
  const claimed = await asJob('trials', async ({ db }) => {
    await forgetTrials(db);
    return claimTrial(db, runner);
  });
  if (claimed === null) return false;
  const outcome = await outcomeOf(claimed, signal, onFailure);
  // What was broken off because the runner ends is done anew by the next one.
  if (!signal.aborted) await asJob('trials', ({ db }) => endTrial(db, claimed.id, runner, outcome));
  return true;
}

const failed = (fault: string): TrialOutcome => ({
  ...{ previewed: null, preview: null, made: null, again: null, undone: null, isAsBefore: null, said: [], fault },
});

async function outcomeOf(
  { document, values, routerOs }: TrialIntent,
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
): Promise<TrialOutcome> {
  const read = readDocument(document);
  if ('faults' in read) return failed(read.faults.map(toldFault).join('; '));
  try {
    return await tryTemplate({ template: read.template, values, routerOs, signal });
  } catch (error) {
    // Values that are right by themselves and not together.
    if (error instanceof AppError) return failed(error.message);
    // A trial that is not ended would be done anew for ever: whoever asked sees it, and the log says why.
    onFailure(error);
    return failed('It could not be tried. The log of the runner says why.');
  }
}
