import { type FaultCode, faults } from '@/core/faults';
import { visible } from '@/core/shown/cells';
import type { ChangeView } from './views';

/** Where the message is what the router said. All other messages are ours. */
const saidByRouter: readonly FaultCode[] = ['trap', 'fatal', 'notPermitted', 'unsupported', 'guardTaken'];

/** Their advice speaks of the rows of an answer, and a change has none: the message alone says what happened. */
const ofAnswers: readonly FaultCode[] = ['cut', 'timedOut', 'tooLarge', 'stopped'];

/** What went wrong, in quotation marks where the router said so itself. What became of the change is told by its state. */
export function FaultWords({ fault: { code, message } }: { readonly fault: NonNullable<ChangeView['fault']> }) {
  const { title, advice } = faults[code];
  const isOfAnswer = ofAnswers.includes(code);
  // A fault that was given no words of its own has its title for them, and what became of others behind it.
  const own = message === advice ? '' : (message.startsWith(title) ? message.slice(title.length) : message).trim();
  return (
    <>
      <b>{title}</b>
      {isOfAnswer ? null : `: ${advice}`}
      {own === '' ? null : saidByRouter.includes(code) ? (
        <>
          {' '}
          <q className="mono break-words">
            <bdi>{visible(own)}</bdi>
          </q>
        </>
      ) : (
        <span className="break-words">
          {' ('}
          <bdi>{visible(own)}</bdi>
          {')'}
        </span>
      )}
      {isOfAnswer ? '.' : null}
    </>
  );
}
