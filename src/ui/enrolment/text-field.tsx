import { useId } from 'react';

interface TextFieldProps {
  readonly label: string;
  /** For a form that is read whole when it is sent. */
  readonly name?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly maxLength: number;
  readonly isRequired?: boolean;
  readonly isMono?: boolean;
  readonly hint?: string;
  readonly isNumber?: boolean;
  /** What others have typed here before. */
  readonly options?: readonly string[];
}

/** One line that is typed here for a router: nothing that a browser could know and fill in. */
export function TextField(props: TextFieldProps) {
  const { label, value, onChange, maxLength, isRequired = false, isMono = false, isNumber = false } = props;
  const { hint, name, options } = props;
  const id = useId();
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={id}>{label}</label>
      <input
        className={isMono ? 'field w-full font-mono' : 'field w-full'}
        id={id}
        required={isRequired}
        maxLength={maxLength}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        {...(name ? { name } : {})}
        {...(options ? { list: `${id}-options` } : {})}
        {...(isNumber ? { inputMode: 'numeric' } : {})}
        {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
      />
      {options ? (
        <datalist id={`${id}-options`}>
          {options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="text-ink-2">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
