'use client';

import { clockTime } from '@/core/shown/format';
import { CopyButton } from '../controls/copy-button';
import { useConnection } from '../live/connection';
import { type RestLine, restText } from '../rest-line';
import { type Selection, useSelection } from './console-store';
import { partsOf } from './router-line';

/** The signature of the product: the exact line that the selection, or else the page itself, stands for, with Copy. */
export function ConsoleLine({ line }: { readonly line: RestLine }) {
  const selection = useSelection();
  return (
    <section className="console" aria-label={selection ? 'Line for the router' : 'API line of this page'}>
      {selection?.isWrite ? <span className="badge badge-write">WRITE</span> : <span className="badge">READ</span>}
      {selection ? <RouterLine selection={selection} /> : <RequestLine line={line} />}
      <LostLine />
      {selection && selection.line === null ? null : <CopyButton text={selection?.line ?? restText(line)} />}
    </section>
  );
}

function RequestLine({ line }: { readonly line: RestLine }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <code className="line" tabIndex={0}>
      <span className="command">{line.method}</span> <span className="path">{line.path}</span>
      {line.query.map(([name, value], index) => (
        <span key={name}>
          {index === 0 ? '?' : '&'}
          <span className="argument">{name}=</span>
          {value}
        </span>
      ))}
    </code>
  );
}

/** RouterOS's own prompt under safe mode; and what stands in its place where there is none. */
const prompts = { safeMode: '<SAFE>', timer: '<TIMER>', none: '<NO GUARD>' } as const;

function RouterLine({ selection: { at, line, hint, isWrite, guard = 'safeMode' } }: { readonly selection: Selection }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <code className="line" tabIndex={0}>
      <span className="prompt">
        [<bdi>{at}</bdi>] {isWrite ? prompts[guard] : '>'}{' '}
      </span>
      {line === null ? (
        <span className="hint">{hint}</span>
      ) : (
        line.split('; ').map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the sentences of one line, in the order in which they are sent
          <span key={index}>
            {index === 0 ? '' : '; '}
            {partsOf(one).map(({ kind, text }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one line have no other name than their place
              <span key={at} className={kind}>
                {text}
              </span>
            ))}
          </span>
        ))
      )}
    </code>
  );
}

/** The line to the server is gone: what is on the screen is what was heard last, and this says when. */
function LostLine() {
  const { state, lastAt } = useConnection();
  return (
    <span className="lost" role="status">
      {state === 'lost' ? `reconnecting, last event ${lastAt === null ? 'none' : clockTime(new Date(lastAt))}` : ''}
    </span>
  );
}
