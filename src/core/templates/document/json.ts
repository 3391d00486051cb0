/** Which part of a document: `['steps', 2, 'fields', 'foo']`. */
export type Path = readonly (string | number)[];

export interface Fault {
  readonly path: Path;
  /** From 1. */
  readonly line: number;
  /** Reads after the place: `has to be a text`. */
  readonly message: string;
}

/** A text as the value that it holds, and on which line each part of it begins. */
export interface ReadJson {
  readonly value: unknown;
  /** Of what is not there the line of what it is missing in. */
  readonly lineOf: (path: Path) => number;
}

/** Nothing that is meant is deeper. */
const longestName = 64;
const deepest = 12;

/** `steps[2].fields.foo`; what is not named plainly stands in quotes. */
export const placeOf = (path: Path): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = /^[\w-]{1,64}$/.test(part) ? part : JSON.stringify(part.slice(0, 64));
    return text === '' ? name : `${text}.${name}`;
  }, '');

/** The same value, with the entries of each object in it as `remade` leaves them. */
export function rebuilt(value: unknown, remade: (entries: [string, unknown][]) => [string, unknown][]): unknown {
  if (Array.isArray(value)) return value.map((item) => rebuilt(item, remade));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(remade(Object.entries(value)).map(([name, part]) => [name, rebuilt(part, remade)]));
}

class NoJson extends Error {
  constructor(
    readonly at: number,
    readonly path: Path,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Reads JSON as RFC 8259 has it, but a name that stands twice in one object is refused: whoever reads the document would see one
 * value, and the machine take the other.
 */
export function readJson(text: string): ReadJson | { readonly fault: Fault } {
  const starts = new Map<string, number>();
  const lineAt = (at: number): number => text.slice(0, at).split('\n').length;
  try {
    const reader = new Reader(text, starts);
    const value = reader.whole();
    const lineOf = (path: Path): number => {
      for (let length = path.length; length >= 0; length -= 1) {
        const at = starts.get(JSON.stringify(path.slice(0, length)));
        if (at !== undefined) return lineAt(at);
      }
      return 1;
    };
    return { value, lineOf };
  } catch (error) {
    if (!(error instanceof NoJson)) throw error;
    return { fault: { path: error.path, line: lineAt(error.at), message: error.message } };
  }
}

const scalar =
  /(?:"[^"\\\p{Cc}]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\p{Cc}]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/uy;
const space = /[ \t\n\r]*/y;

class Reader {
  #at = 0;

  constructor(
    private readonly text: string,
    private readonly starts: Map<string, number>,
  ) {}

  whole(): unknown {
    const value = this.#value([]);
    if (this.#next() !== '') throw this.#wrong([], 'behind its end stands something more');
    return value;
  }

  /** The next character that is no space; empty at the end. */
  #next(): string {
    space.lastIndex = this.#at;
    this.#at += space.exec(this.text)?.[0].length ?? 0;
    return this.text.charAt(this.#at);
  }

  #wrong(path: Path, message: string): NoJson {
    return new NoJson(this.#at, path, message);
  }

  #value(path: Path): unknown {
    const first = this.#next();
    if (path.length > deepest) throw this.#wrong(path.slice(0, 2), `is nested deeper than ${deepest}`);
    this.starts.set(JSON.stringify(path), this.#at);
    if (first === '{') return this.#object(path);
    if (first === '[') return this.#list(path);
    return this.#scalar(path);
  }

  #scalar(path: Path): unknown {
    scalar.lastIndex = this.#at;
    const [found] = scalar.exec(this.text) ?? [];
    if (found === undefined) throw this.#wrong(path, 'is no JSON: here a value was to stand');
    this.#at += found.length;
    return JSON.parse(found);
  }

  #object(path: Path): unknown {
    const members: [string, unknown][] = [];
    const names = new Set<string>();
    this.#at += 1;
    for (let isFirst = true; this.#next() !== '}'; isFirst = false) {
      if (!isFirst) this.#comma(path, '}');
      const begun = this.#at;
      const name = this.#next() === '"' ? this.#scalar(path) : null;
      if (typeof name !== 'string') throw this.#wrong(path, 'is no JSON: here a name in quotes was to stand');
      if (name.length > longestName) throw this.#wrong(path, `has a name of more than ${longestName} characters`);
      if (names.has(name)) {
        this.#at = begun;
        throw this.#wrong([...path, name], 'stands there twice');
      }
      names.add(name);
      if (this.#next() !== ':') throw this.#wrong([...path, name], 'is no JSON: behind the name a colon was to stand');
      this.#at += 1;
      members.push([name, this.#value([...path, name])]);
    }
    this.#at += 1;
    return Object.fromEntries(members);
  }

  #list(path: Path): unknown {
    const items: unknown[] = [];
    this.#at += 1;
    for (let isFirst = true; this.#next() !== ']'; isFirst = false) {
      if (!isFirst) this.#comma(path, ']');
      items.push(this.#value([...path, items.length]));
    }
    this.#at += 1;
    return items;
  }

  #comma(path: Path, end: string): void {
    if (this.#next() !== ',') throw this.#wrong(path, `is no JSON: here a comma or ${end} was to stand`);
    this.#at += 1;
    if (this.#next() === end) throw this.#wrong(path, `is no JSON: behind a comma comes one more, and no ${end}`);
  }
}
