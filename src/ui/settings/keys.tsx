'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import type { KeyLevel } from '@/core/key-levels';
import { counted, day, minute, number } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { RowDialog } from '../controls/row-dialog';
import { Said } from '../controls/said';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import type { KeyAgeView, KeyChangeView } from './view';

interface KeysProps {
  readonly ages: readonly KeyAgeView[];
  readonly changes: readonly KeyChangeView[];
}

interface Words {
  readonly name: string;
  readonly what: string;
  readonly happens: string;
}

const words: Readonly<Record<KeyLevel, Words>> = {
  signing: {
    name: 'Signing key',
    what: 'signs access tokens',
    happens: 'A new key signs from now on. The one before verifies until the next change, so nobody is signed out.',
  },
  master: {
    name: 'Master key',
    what: 'wraps every other key, and lies in a file',
    happens: 'A new file is made, all keys are wrapped anew, and the file before is deleted some two minutes later.',
  },
  system: {
    name: 'System’s data key',
    what: 'seals the mail password, webhooks’ secrets and mail that waits',
    happens: 'They are sealed anew, and the key before is destroyed some two minutes later.',
  },
  customers: {
    name: 'Customers’ data keys',
    what: 'seal credentials and results, one for each customer',
    happens:
      'Each customer gets a new key. Everything is sealed anew in the background, which takes a while where there are many results, and each key before is destroyed.',
  },
};

/** How old the keys are, and one after the other changed while everything goes on. */
export function Keys({ ages, changes }: KeysProps) {
  const router = useRouter();
  const [said, setSaid] = useState('');
  const line = useRef<HTMLParagraphElement>(null);
  return (
    <section aria-labelledby="settings-keys">
      <h2 id="settings-keys" className="mb-2">
        Keys
      </h2>
      <div className="grid gap-3 border-y border-rule bg-surface px-3 py-3">
        <p className="max-w-[75ch] text-ink-2">
          Keys are changed while everything goes on. What older backups hold opens with the keys in those backups. The
          same by command: <span className="mono">routeward keys</span>.
        </p>
        <ul className="grid gap-3">
          {ages.map((age) => (
            <li key={age.level} className="grid gap-1 border-t border-rule pt-2">
              <p>
                <b>{words[age.level].name}</b> <span className="text-ink-2">{words[age.level].what}</span>
              </p>
              <p className="text-ink-2">{since(age)}</p>
              <div>
                <RowDialog words="Change…" about={words[age.level].name} title={`A new key: ${words[age.level].name}`}>
                  {(close) => (
                    <ChangeKey
                      level={age.level}
                      onDone={(asked) => {
                        close();
                        setSaid(`${counted(asked, 'key')} will be changed. It begins in a moment.`);
                        router.refresh();
                      }}
                    />
                  )}
                </RowDialog>
              </div>
            </li>
          ))}
        </ul>
        <Said words={said} at={line} />
        {changes.length === 0 ? null : <Changes changes={changes} onAsk={() => router.refresh()} />}
      </div>
    </section>
  );
}

function since({ level, since: at, customer, customers }: KeyAgeView): string {
  if (at === null) return level === 'master' ? 'Since the first start.' : 'None is known.';
  if (customer === null) return `Since ${day(at)}.`;
  return `${counted(customers ?? 0, 'customer')}; the oldest is ${customer}’s, since ${day(at)}.`;
}

const states: Readonly<Record<KeyChangeView['state'], string>> = {
  waiting: 'waits for the runner',
  working: 'under way',
  ending: 'the key before is destroyed in a minute',
  done: 'done',
  failed: 'not changed',
};

function Changes({ changes, onAsk }: { readonly changes: KeysProps['changes']; readonly onAsk: () => void }) {
  return (
    <div className="grid gap-2">
      <h3>Changes</h3>
      <ul className="grid gap-1">
        {changes.map(({ level, customer, askedAt, askedBy, state, done, fault }) => (
          <li key={`${level} ${customer ?? ''}`}>
            {customer === null ? words[level].name : <bdi>{customer}</bdi>}: {fault ?? states[state]}
            {done > 0 ? `, ${number(done)} ${level === 'master' ? 'wrapped' : 'sealed'} anew` : ''}
            <span className="text-ink-2">
              {' '}
              · asked for <time dateTime={askedAt}>{minute(askedAt)} UTC</time> by {askedBy ?? 'the command line'}
            </span>
          </li>
        ))}
      </ul>
      <div>
        <button type="button" className="button" onClick={onAsk}>
          Show how far they are
        </button>
      </div>
    </div>
  );
}

function ChangeKey({ level, onDone }: { readonly level: KeyLevel; readonly onDone: (asked: number) => void }) {
  const { isBusy, failure, run } = useDeed();
  const change = () =>
    run(async () => {
      const { asked } = await api.keys.change.mutate({ level });
      onDone(asked);
    });
  return (
    <div className="mt-3 grid gap-3">
      <p>{words[level].happens}</p>
      {failure ? <FailureNotice failure={failure} /> : null}
      <div className="flex justify-end gap-2">
        <Dialog.Close className="button">Cancel</Dialog.Close>
        <button type="button" className="button button-primary" aria-disabled={isBusy} onClick={change}>
          Put a new key in its place
        </button>
      </div>
    </div>
  );
}
