interface TypedSlugProps {
  readonly slug: string;
  /** `archive`, as in "To archive it". */
  readonly deed: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
}

/** A customer's short name, typed once more: a button alone is pressed on the wrong row. */
export function TypedSlug({ slug, deed, typed, onType }: TypedSlugProps) {
  return (
    <label className="grid gap-1">
      <span>
        To {deed} it, type its short name: <b className="mono">{slug}</b>
      </span>
      <input
        className="field font-mono"
        required
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={typed}
        onChange={(event) => onType(event.currentTarget.value)}
      />
    </label>
  );
}
