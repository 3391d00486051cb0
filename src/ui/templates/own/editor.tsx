import { useId, useRef } from 'react';
import { counted } from '@/core/shown/format';
import { type Fault, placeOf } from '@/core/templates/document/json';

interface EditorProps {
  readonly text: string;
  readonly faults: readonly Fault[];
  /** What was submitted is read, and not altered. */
  readonly isReadOnly: boolean;
  readonly onType: (text: string) => void;
}

/** The document as text; each thing that is wrong leads to its line. */
export function Editor({ text, faults, isReadOnly, onType }: EditorProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);

  function goTo(line: number) {
    const lines = text.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.current?.focus();
    area.current?.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    // Browsers scroll a text to its caret only when somebody types.
    const height = area.current === null ? 0 : area.current.scrollHeight / lines.length;
    area.current?.scrollTo({ top: Math.max(0, (line - 4) * height) });
  }

  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Document</h2>
      <textarea
        ref={area}
        className="field mono own-document"
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-faults`}
        rows={24}
        wrap="off"
        spellCheck={false}
        readOnly={isReadOnly}
        value={text}
        onChange={(event) => onType(event.currentTarget.value)}
        {...(faults.length === 0 ? {} : { 'aria-invalid': true })}
      />
      <p id={`${id}-faults`} role="status" className={faults.length === 0 ? 'text-ink-2' : 'font-medium text-fail'}>
        {faults.length === 0 ? 'Nothing is wrong with it.' : `${counted(faults.length, 'thing')} wrong with it.`}
      </p>
      {faults.length === 0 ? null : (
        <ul className="own-faults" aria-label="What is wrong">
          {faults.map(({ path, line, message }) => (
            <li key={`${placeOf(path)} ${message}`}>
              <button type="button" className="button" onClick={() => goTo(line)}>
                Line {line}
              </button>
              <span>
                {path.length === 0 ? 'The document' : <code>{placeOf(path)}</code>} {message}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
