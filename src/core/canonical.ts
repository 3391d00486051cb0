export type Canonical =
  | string
  | number
  | boolean
  | null
  | readonly Canonical[]
  | { readonly [name: string]: Canonical | undefined };

/**
 * One text for one meaning: JSON without spaces whose names stand in the order of their code units, so that a digest of it does
 * not hang on the order in which somebody wrote them. A name whose value is undefined is left out.
 */
export function canonical(value: Canonical): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  const parts = Object.keys(value)
    .sort()
    .flatMap((name) => (value[name] === undefined ? [] : [`${JSON.stringify(name)}:${canonical(value[name])}`]));
  return `{${parts.join(',')}}`;
}

const isList = (value: object): value is readonly Canonical[] => Array.isArray(value);
