interface TickProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: string;
}

/** Something that is so or is not. */
export function Tick({ checked, onChange, children }: TickProps) {
  return (
    <label className="tick">
      <input
        type="checkbox"
        className="size-4 flex-none accent-accent"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {children}
    </label>
  );
}
