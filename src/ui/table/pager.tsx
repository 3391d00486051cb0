import { Link } from '../link';

interface PagerProps {
  /** How much of it is on this page. */
  readonly shown?: string;
  /** Where this page begins; undefined: with the list. */
  readonly after: string | undefined;
  /** Where the next one begins; null: this is the last. */
  readonly next: string | null;
  readonly words: { readonly first: string; readonly next: string };
  readonly addressOf: (after: string | undefined) => string;
}

/** The foot of a list that goes on; nothing under one that is whole. */
export function Pager({ shown, after, next, words, addressOf }: PagerProps) {
  if (after === undefined && next === null) return null;
  return (
    <div className="pager">
      {shown === undefined ? null : <span>{shown}</span>}
      {after === undefined ? null : (
        <Link className="button" href={addressOf(undefined)}>
          {words.first}
        </Link>
      )}
      {next === null ? null : (
        <Link className="button" href={addressOf(next)}>
          {words.next}
        </Link>
      )}
    </div>
  );
}
