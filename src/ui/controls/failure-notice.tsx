import type { Failure } from '../request';
import { RequestId } from './request-id';

/** What failed, in the server's own words, with the id under which the log holds it. */
export function FailureNotice({ failure }: { readonly failure: Failure }) {
  return (
    <div className="notice notice-fail flex-wrap" role="alert">
      <span>{failure.message}</span>
      {failure.requestId ? <RequestId id={failure.requestId} /> : null}
    </div>
  );
}
