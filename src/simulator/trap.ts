/** What `=category=` of a trap means. */
const category = { missing: 0, argument: 1, interrupted: 2, scripting: 3, general: 4, api: 5 } as const;

/** A command that ends with `!trap`, in RouterOS's own words. */
export class Trap extends Error {
  readonly category: number | null;

  constructor(message: string, kind: number | null = null) {
    super(message);
    this.category = kind;
  }
}

export const noSuchCommand = (): Trap => new Trap('no such command', category.missing);
export const noSuchPrefix = (): Trap => new Trap('no such command prefix', category.missing);
export const noSuchItem = (): Trap => new Trap('no such item', category.missing);
export const unknownParameter = (name: string): Trap => new Trap(`unknown parameter ${name}`);
export const missing = (...names: readonly string[]): Trap =>
  new Trap(`missing value(s) of argument(s) ${names.join(' ')}`);
export const noMatch = (name: string): Trap => new Trap(`input does not match any value of ${name}`, category.argument);
export const ambiguous = (name: string): Trap =>
  new Trap(`ambiguous value of ${name}, more than one possible value matches input`, category.argument);
export const invalid = (name: string): Trap => new Trap(`invalid value for argument ${name}`, category.argument);
export const outOfRange = (name: string, least: string, most: string): Trap =>
  new Trap(`value of ${name} out of range (${least}..${most})`, category.argument);
export const failure = (what: string): Trap => new Trap(`failure: ${what}`);
export const notPermitted = (): Trap => new Trap('not enough permissions (9)');
export const interrupted = (): Trap => new Trap('interrupted', category.interrupted);
