'use client';

import { type FormEvent, useState } from 'react';
import { isReviewOverdue, type Verdict } from '@/core/change/on-call';
import { minute } from '@/core/shown/format';
import { FailureNotice } from '../controls/failure-notice';
import { useDeed } from '../controls/use-deed';
import { api } from '../trpc';
import { ReasonField } from './reason-field';
import type { ChangeView } from './views';

interface ReviewProps {
  readonly change: ChangeView;
  /** The server's time in milliseconds. */
  readonly now: number;
  readonly onChange: (change: ChangeView) => void;
}

/** What somebody else makes of what was authorised on call: asked for until it is said, and told ever after. */
export function Review({ change, now, onChange }: ReviewProps) {
  const { review, reviewRemark, whyNot } = change;
  if (review === null) return null;
  return (
    <section aria-labelledby="review">
      <h2 id="review">Review</h2>
      {review.verdict === null || review.by === null || review.at === null ? (
        <p className={isReviewOverdue(review, now) ? 'font-medium text-fail' : 'text-ink-2'}>
          {isReviewOverdue(review, now) ? 'It was to be reviewed by' : 'It is to be reviewed by'}{' '}
          <time className="mono" dateTime={review.dueAt}>
            {minute(review.dueAt)} UTC
          </time>
          .
        </p>
      ) : (
        <p className={review.verdict === 'inOrder' ? '' : 'font-medium text-fail'}>
          {review.by.name} found it {review.verdict === 'inOrder' ? 'in order' : 'not in order'},{' '}
          <time className="mono" dateTime={review.at}>
            {minute(review.at)} UTC
          </time>
          .
        </p>
      )}
      {reviewRemark === null ? null : (
        <p className="whitespace-pre-wrap">
          <bdi>{reviewRemark}</bdi>
        </p>
      )}
      {whyNot.review === null ? <ReviewForm id={change.id} onChange={onChange} /> : null}
      {review.verdict === null && whyNot.review !== null ? <p className="text-ink-2">{whyNot.review}</p> : null}
    </section>
  );
}

function ReviewForm({ id, onChange }: Pick<ReviewProps, 'onChange'> & { readonly id: ChangeView['id'] }) {
  const { run, isBusy, failure } = useDeed();
  const [remark, setRemark] = useState('');
  const [isMissing, setMissing] = useState(false);

  function say(form: HTMLFormElement, verdict: Verdict) {
    const words = remark.trim();
    const lacks = verdict === 'notInOrder' && words === '';
    setMissing(lacks);
    if (lacks) return form.querySelector('textarea')?.focus();
    return run(async () => onChange(await api.changes.review.mutate({ change: id, verdict, remark: words })));
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void say(event.currentTarget, 'inOrder');
  }

  return (
    <form className="grid gap-2" onSubmit={submit} noValidate data-permission="change.authorise">
      <ReasonField
        value={remark}
        onType={setRemark}
        missing={isMissing ? 'Say what is not in order. Nothing was said of it.' : null}
      >
        What is to be said of it; whoever was on call reads it
      </ReasonField>
      <div className="flex flex-wrap gap-2">
        <button type="submit" className="button" aria-disabled={isBusy}>
          It is in order
        </button>
        <button
          type="button"
          className="button"
          aria-disabled={isBusy}
          onClick={({ currentTarget: { form } }) => (form === null ? undefined : void say(form, 'notInOrder'))}
        >
          It is not in order
        </button>
      </div>
      {failure ? <FailureNotice failure={failure} /> : null}
    </form>
  );
}
