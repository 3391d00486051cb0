import { CopyButton } from '../controls/copy-button';

interface LinesToPasteProps {
  readonly lines: readonly string[];
  /** What they are, after "Copy". */
  readonly label: string;
}

/** Lines for a router's terminal. The last one ends as the others do: else it would wait there for Enter, unnoticed. */
export function LinesToPaste({ lines, label }: LinesToPasteProps) {
  return (
    <div className="grid justify-items-start gap-2">
      <pre className="paste">{lines.join('\n')}</pre>
      <CopyButton text={`${lines.join('\n')}\n`} label={label} />
    </div>
  );
}
