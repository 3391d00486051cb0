import type { CustomerChoice } from './person';

interface CustomerChoicesProps {
  readonly customers: readonly CustomerChoice[];
  /** Slugs. */
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  /** Where a heading says already what is chosen, it is said to screen readers alone. */
  readonly hasHeading?: boolean;
}

/** Any number of the customers that whoever is asked reaches; what is chosen comes in the order of the list. */
export function CustomerChoices({ customers, chosen, onChange, hasHeading = false }: CustomerChoicesProps) {
  const turned = (slug: string, on: boolean) =>
    customers.map((one) => one.slug).filter((one) => (one === slug ? on : chosen.includes(one)));
  return (
    <fieldset className="grid gap-1">
      <legend className={hasHeading ? 'sr-only' : 'mb-1'}>Customers</legend>
      {customers.length === 0 ? <p className="text-ink-2">There is no customer yet.</p> : null}
      <div className="customer-choices">
        {customers.map(({ slug, name, stripe }) => (
          <label key={slug} className="tick" data-stripe={stripe}>
            <input
              type="checkbox"
              className="size-4 flex-none accent-accent"
              checked={chosen.includes(slug)}
              onChange={(event) => onChange(turned(slug, event.currentTarget.checked))}
            />
            <span className="scope-mark" />
            <span className="min-w-0">
              <span className="font-medium">{slug}</span> <bdi className="text-ink-2">{name}</bdi>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
