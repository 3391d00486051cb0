import type { ReactNode } from 'react';
import { tooManyRows } from '@/core/actions/families/snapshot-menus';
import { type ChangedWord, changedWords, type WordedChange } from '@/core/shown/changed-words';
import { number } from '@/core/shown/format';
import type { LineChange } from '@/core/shown/line-changes';
import type { SnapshotChange } from '@/core/shown/snapshot-changes';

/** Which menus the difference says nothing about. */
export function NotCompared({ menus }: { readonly menus: readonly string[] }) {
  if (menus.length === 0) return null;
  return (
    <p className="panel-note">
      Not compared, because they have {number(tooManyRows)} rows or more:{' '}
      <span className="mono">{menus.join(', ')}</span>
    </p>
  );
}

/** The lines that came and went, under their menus; of a row that was changed, what differs stands out. */
export function SnapshotChanges({ changes }: { readonly changes: readonly SnapshotChange[] }) {
  const menus = [...new Set(changes.map(({ menu }) => menu))];
  return menus.map((menu) => (
    <section key={menu} className="result-part" aria-label={menu}>
      <h4 className="mono">{menu}</h4>
      <ul className="snapshot-changes">
        {changedWords(changes.filter((change) => change.menu === menu)).map((change, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a router may have the same line twice; the place is all that names one
          <ChangedLine key={place} change={change} />
        ))}
      </ul>
    </section>
  ));
}

function ChangedLine({ change: { kind, words, isCompared } }: { readonly change: WordedChange }) {
  return (
    <DiffLine kind={kind} isCompared={isCompared}>
      {words.map((word, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line never changes, and a word may stand in it twice
        <Word key={place} word={word} isCompared={isCompared} />
      ))}
    </DiffLine>
  );
}

interface DiffLineProps {
  readonly kind: LineChange['kind'];
  /** It stands beside the other line of a row that was changed. */
  readonly isCompared?: boolean;
  readonly children: ReactNode;
}

const signs: Readonly<Record<LineChange['kind'], string>> = { same: ' ', added: '+', removed: '−' };

/** A line of a difference, read aloud as what became of it. */
export const DiffLine = ({ kind, isCompared = false, children }: DiffLineProps) => (
  <li data-kind={kind} {...(isCompared ? { 'data-compared': '' } : {})}>
    {kind === 'same' ? null : <span className="sr-only">{kind}: </span>}
    <span aria-hidden="true">{signs[kind]}</span>
    <bdi>{children}</bdi>
  </li>
);

function Word({ word: { text, isSame }, isCompared }: { readonly word: ChangedWord; readonly isCompared: boolean }) {
  return <>{isCompared && !isSame ? <b>{text}</b> : text} </>;
}
