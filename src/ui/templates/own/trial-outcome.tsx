import type { ChangeState } from '@/core/change/change';
import { refusals } from '@/core/change/predict';
import type { TrialOutcome } from '@/core/templates/trial';
import { ChangeDiff } from '../../changes/change-diff';
import { stateWords } from '../../changes/change-words';
import '../../changes/changes.css';

interface TrialOutcomeProps {
  readonly routerOs: string;
  readonly outcome: TrialOutcome;
}

/** What came of a trial, step by step as a change goes. */
export function TrialOutcomeView({ routerOs, outcome }: TrialOutcomeProps) {
  const { preview, said } = outcome;
  return (
    <section aria-label="What came of the trial" className="own-outcome">
      <h3>On RouterOS {routerOs}</h3>
      <ul className="library-lines">
        {linesOf(outcome).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {preview === null ? null : (
        <ChangeDiff
          preview={preview}
          state={outcome.made === 'verified' ? 'verified' : (outcome.previewed ?? 'refused')}
          device="the simulated router"
        />
      )}
      {said.length === 0 ? null : (
        <details>
          <summary className="fold font-medium">Every word that changed something, and took it back</summary>
          <ul className="library-says">
            {said.map((line, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: what was said has no other name than its place
              <li key={place}>
                <code>{line}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const previewLines = ({ previewed, preview }: TrialOutcome): readonly string[] => [
  ...(previewed === null ? [] : [`Preview: ${stateWords[previewed]}.`]),
  ...[...new Set(preview?.refusals.map(({ id }) => refusals[id]))].map((one) => `Refused: ${one}.`),
  ...(preview === null || preview.lockout === null ? [] : [`It would lock us out. ${preview.lockout}`]),
  ...(preview === null ? [] : [`Tier: ${preview.tier}.`, ...preview.warnings]),
];

/** Where it went as it should, in these words; where not, how it stands. */
const told = (state: ChangeState | null, [good, words, otherwise]: readonly [ChangeState, string, string]) =>
  state === null ? [] : [state === good ? words : `${otherwise}: ${stateWords[state]}.`];

const asBefore = (is: boolean | null): readonly string[] =>
  is === null ? [] : [is ? 'All that is configured is as it was before.' : 'Something is not as it was before.'];

const linesOf = (outcome: TrialOutcome): readonly string[] => [
  ...previewLines(outcome),
  ...told(outcome.made, ['verified', 'Made: it reads back as it was shown.', 'Made']),
  ...told(outcome.again, ['unneeded', 'A second time there is nothing to do.', 'A second time']),
  ...told(outcome.undone, ['verified', 'Taken back: it reads back as before.', 'Taken back']),
  ...asBefore(outcome.isAsBefore),
  ...(outcome.fault === null ? [] : [outcome.fault]),
];
