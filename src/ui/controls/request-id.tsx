import { CopyButton } from './copy-button';

export function RequestId({ id }: { readonly id: string }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-2 text-ink-2">
      <span>
        Request <code className="break-all">{id}</code>
      </span>
      <CopyButton text={id} label="the request id" />
    </span>
  );
}
