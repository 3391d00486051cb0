import type { ReactElement } from 'react';
import { clockTime } from '@/core/shown/format';
import { placesOf, type StagePlace } from './standing';
import type { ChangeView } from './views';

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: '1.8' } as const;

const shapes = {
  done: <path d="M1.5 5.2l2.4 2.6L8.5 2.4" {...line} />,
  now: <path d="M2 1l7 4-7 4z" fill="currentColor" />,
  awaited: <circle cx="5" cy="5" r="4" {...line} strokeDasharray="2 2" />,
  left: <path d="M1 5h8" {...line} />,
} as const satisfies Record<StagePlace['is'], ReactElement>;

const words = { done: 'done', now: 'under way', awaited: 'to come', left: 'not reached' } as const;
const looks = { done: '', now: 'font-medium text-write', awaited: 'text-ink-3', left: 'text-ink-3' } as const;

/** How far it has come, each stage with the time at which it was written down. */
export const StageList = ({ change }: { readonly change: ChangeView }) => (
  <section aria-labelledby="stages">
    <h2 id="stages">{change.endedAt === null ? 'How it goes' : 'How it went'}</h2>
    <ol className="stages">
      {placesOf(change).map((place) => (
        <li key={place.words} className={looks[place.is]} {...(place.is === 'now' ? { 'aria-current': 'step' } : {})}>
          <svg width="10" height="10" aria-hidden="true">
            {shapes[place.is]}
          </svg>
          <span>
            {place.words}
            <span className="sr-only">, {words[place.is]}</span>
          </span>
          {place.at === null ? null : (
            <time className="mono" dateTime={place.at}>
              {clockTime(new Date(place.at))}
            </time>
          )}
        </li>
      ))}
    </ol>
  </section>
);
