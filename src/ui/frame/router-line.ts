/** A part of a line for RouterOS's terminal, named by what it is there. */
export interface Part {
  readonly kind: 'path' | 'command' | 'argument' | 'text';
  readonly text: string;
}

/** `/tool/ping address=1.1.1.1` -> path `/tool/`, command `ping`, argument `address=`, text `1.1.1.1`. Joined it is the line. */
export function partsOf(line: string): readonly Part[] {
  const [, path = '', command = '', rest = ''] =
    /^(\/(?:[\w-]+[/ ])*?)([\w-]+)((?: (?:where\b|[\w.-]+=|\[|!|$)[\s\S]*)?)$/.exec(line) ?? [];
  if (path === '') return [{ kind: 'text', text: line }];
  return [{ kind: 'path', text: path }, { kind: 'command', text: command }, ...argumentsOf(rest)];
}

function argumentsOf(text: string): readonly Part[] {
  return [...text.matchAll(/( (?:\(?[\w.-]+=)?)("(?:[^"\\]|\\.)*"\]?|[^ ]*)/g)].flatMap(
    ([, name = '', value = '']): Part[] => [
      { kind: 'argument', text: name },
      ...(value === '' ? [] : [{ kind: 'text', text: value } as const]),
    ],
  );
}
