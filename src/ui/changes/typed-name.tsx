interface TypedNameProps {
  /** `C-12` */
  readonly name: string;
  /** What is done by typing it: `authorise`. */
  readonly deed: string;
  readonly value: string;
  readonly onType: (typed: string) => void;
  /** What is said where another one was typed; null: nothing is amiss. */
  readonly wrong: string | null;
}

/** The number of a change, typed by whoever means this one: a button alone is pressed too easily. */
export function TypedName({ name, deed, value, onType, wrong }: TypedNameProps) {
  return (
    <label className="grid gap-1">
      <span>
        Type <b className="mono">{name}</b> to {deed}
      </span>
      <input
        className="field font-mono"
        autoComplete="off"
        spellCheck={false}
        maxLength={20}
        value={value}
        onChange={(event) => onType(event.currentTarget.value)}
        {...(wrong === null ? {} : { 'aria-invalid': true })}
      />
      {wrong === null ? null : <span className="font-medium text-fail">{wrong}</span>}
    </label>
  );
}

export const isTyped = (typed: string, name: string): boolean => typed.trim().toLowerCase() === name.toLowerCase();
