interface StripeChoiceProps {
  readonly value: number;
  /** Those that others have: two customers may share one, and it is said. */
  readonly used: readonly number[];
  readonly onChange: (stripe: number) => void;
}

const stripes = Array.from({ length: 12 }, (_, stripe) => stripe);

/** One of the twelve colours. Its number stands beside it: a colour alone tells not everybody anything. */
export function StripeChoice({ value, used, onChange }: StripeChoiceProps) {
  const taken = stripes.filter((stripe) => used.includes(stripe));
  return (
    <fieldset>
      <legend>Stripe</legend>
      <div className="stripe-choices">
        {stripes.map((stripe) => (
          <label key={stripe} className="tick" data-stripe={stripe}>
            <input
              type="radio"
              name="stripe"
              className="size-4 flex-none accent-accent"
              checked={stripe === value}
              onChange={() => onChange(stripe)}
            />
            <span className="stripe-swatch" />
            <span>
              <span className="sr-only">Stripe </span>
              {stripe}
              {used.includes(stripe) ? <span className="sr-only">, in use</span> : null}
            </span>
          </label>
        ))}
      </div>
      {taken.length > 0 ? <p className="text-ink-2">In use by others: {taken.join(', ')}</p> : null}
    </fieldset>
  );
}
