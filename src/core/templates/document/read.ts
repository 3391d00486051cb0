import { charactersIn } from '../../line';
import type { Template } from '../define';
import type { Wrong } from './filled';
import { type Fault, type Path, placeOf, readJson, rebuilt } from './json';
import { wrongWith } from './meant';
import { format, sentenceOf, shape } from './shape';

/** A document is read whole by people. */
export const longestDocument = 65_536;
/** So many faults are told at once. */
const mostTold = 20;

/** Which version a document has to say that it is. */
export interface Named {
  readonly id: string;
  readonly version: number;
}

export type ReadDocument = { readonly template: Template } | { readonly faults: readonly Fault[] };

/**
 * The template that a document says, or everything that is wrong with it and where. What is read here compiles by the same path as
 * the library, and reaches no further than the allow-list.
 */
export function readDocument(text: string, named: Named | null = null): ReadDocument {
  const length = charactersIn(text);
  if (length > longestDocument)
    return { faults: [{ path: [], line: 1, message: `has ${length} characters, and may have ${longestDocument}` }] };
  const read = readJson(text);
  if ('fault' in read) return { faults: [read.fault] };
  const at = (path: Path, message: string): Fault => ({ path, line: read.lineOf(path), message });
  const formed = shape.safeParse(read.value);
  if (!formed.success) {
    const faults = formed.error.issues.flatMap((issue) =>
      faultsOf(issue, read.value).map(({ path, message }) => at(path, message)),
    );
    return { faults: faults.slice(0, mostTold) };
  }
  const { format: _, ...template } = formed.data;
  // safe: the shape is that of a template, but that it spells out as undefined what was left out.
  const written = withoutUndefined(template) as Template;
  const faults = [...wrongNames(written, named), ...wrongWith(written)].map(({ path, message }) => at(path, message));
  return faults.length === 0 ? { template: written } : { faults: faults.slice(0, mostTold) };
}

function wrongNames({ id, version }: Template, named: Named | null): readonly Wrong[] {
  if (named === null) return [];
  return [
    ...(id === named.id ? [] : [{ path: ['id'], message: `has to be ${named.id}, as this template is called` }]),
    ...(version === named.version
      ? []
      : [{ path: ['version'], message: `has to be ${named.version}, as this version is` }]),
  ];
}

/** `steps[2].fields.foo: /ip/firewall/filter has no such field to be set` */
export const toldFault = ({ path, message }: Pick<Fault, 'path' | 'message'>): string => {
  const place = placeOf(path);
  return place === '' ? `The document ${message}.` : `${place}: ${message}`;
};

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

/** A word that is unknown is named itself, and one that is missing is said to be so. */
function faultsOf(issue: Issue, value: unknown): readonly { readonly path: Path; readonly message: string }[] {
  // safe: JSON has texts and numbers alone for its places.
  const path = issue.path as Path;
  const { keys = [] } = issue;
  const message = isMissing(path, value) ? 'is missing' : sentenceOf(issue);
  return keys.length > 0 ? keys.map((key) => ({ path: [...path, key], message })) : [{ path, message }];
}

function isMissing(path: Path, value: unknown): boolean {
  let at = value;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return true;
    // safe: it was looked whether it has it.
    at = (at as Record<string | number, unknown>)[part];
  }
  return false;
}

const withoutUndefined = (data: unknown): unknown =>
  rebuilt(data, (entries) => entries.filter(([, part]) => part !== undefined));

/** The words of a document in the order in which people read them; others keep the order in which they were written. */
const order = [
  'format',
  'id',
  'version',
  'title',
  'area',
  'purpose',
  'limits',
  'parameters',
  'rules',
  'steps',
  'radius',
];

/** A draft that nobody has written anything in: what is missing is told as what is wrong with it. */
export const emptyDocument = (id: string, version: number): string =>
  `${JSON.stringify(
    {
      ...{ format, id, version, title: 'New template', area: 'system', purpose: 'Says what it is for.' },
      ...{ limits: ['Says what it does not do.'], parameters: [], rules: [], steps: [] },
      radius: { commands: [], mostRows: 1, mostDevices: 1, touchesManagement: false, interruptsService: false },
    },
    null,
    2,
  )}\n`;

/** A template as the document that says it. */
export function documentOf({ isDirect: _, ...template }: Template): string {
  const said: Readonly<Record<string, unknown>> = { format, ...template };
  return `${JSON.stringify(Object.fromEntries(order.map((name) => [name, said[name]])), null, 2)}\n`;
}
