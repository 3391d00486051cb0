interface TimeFieldProps {
  readonly label: string;
  readonly value: string;
  /** The id of what explains it. */
  readonly hint?: string;
  readonly onChange: (value: string) => void;
}

/** A time of day as everything here is written, in 24 hours: a browser's own field has the reader's habit instead. */
export function TimeField({ label, value, hint, onChange }: TimeFieldProps) {
  return (
    <label className="flex items-center gap-2">
      {label}
      <input
        className="field w-[72px] font-mono"
        required
        maxLength={5}
        pattern="([01][0-9]|2[0-3]):[0-5][0-9]"
        title="A time of day, written as 22:00"
        autoComplete="off"
        aria-describedby={hint}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
