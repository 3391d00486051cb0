import type { Parameter } from './parameter';

/*
 * What many actions ask for. Each says its own sentence of it; all else is the same everywhere. What one action alone asks
 * for stands in its entry.
 */

type Kind<K extends Parameter['kind']> = Parameter & { readonly kind: K };

/** IPv4 where nobody chose. */
export const family = (
  explained = 'IPv4 or IPv6. RouterOS 6 knows IPv6 only where its package is enabled.',
): Kind<'choice'> => ({
  ...{ name: 'family', title: 'Family', kind: 'choice', isRequired: false },
  ...{ choices: ['4', '6'], byDefault: '4', explained },
});

/** How many rows (of the `unit`) are shown. */
export const atMost = (
  unit: string,
  explained: string,
  { byDefault = 200, max = 1000 }: { readonly byDefault?: number; readonly max?: number } = {},
): Kind<'integer'> => ({
  ...{ name: 'limit', title: 'At most', kind: 'integer', isRequired: false },
  ...{ min: 1, max, byDefault, unit, explained },
});

/** For the record; ten characters are the least that say something. */
export const reason = (explained: string): Kind<'reason'> => ({
  ...{ name: 'reason', title: 'Reason', kind: 'reason', isRequired: true },
  ...{ min: 10, max: 200, explained },
});

/** A text in what is shown, in capitals or not. */
export const contains = (explained: string, title = 'Contains'): Kind<'text'> => ({
  ...{ name: 'contains', title, kind: 'text', isRequired: false },
  ...{ max: 64, explained },
});

const makers = (isRequired: boolean) => ({
  address: (accepts: Kind<'address'>['accepts'], explained: string, title = 'Address'): Kind<'address'> => ({
    ...{ name: 'address', title, kind: 'address', accepts, isRequired, explained },
  }),
  comment: (max: number, explained: string): Kind<'text'> => ({
    ...{ name: 'comment', title: 'Comment', kind: 'text', isRequired, max, explained },
  }),
  disabled: (explained: string): Kind<'flag'> => ({
    ...{ name: 'disabled', title: 'Disabled', kind: 'flag', isRequired, explained },
  }),
  fingerprint: (explained: string): Kind<'fingerprint'> => ({
    ...{ name: 'fingerprint', title: 'Fingerprint', kind: 'fingerprint', isRequired, explained },
  }),
  interface: (explained: string, title = 'Interface'): Kind<'interface'> => ({
    ...{ name: 'interface', title, kind: 'interface', isRequired, max: 64, explained },
  }),
  mac: (explained: string): Kind<'mac'> => ({
    ...{ name: 'mac', title: 'MAC address', kind: 'mac', isRequired, explained },
  }),
  name: (max: number, explained: string, title = 'Name'): Kind<'text'> => ({
    ...{ name: 'name', title, kind: 'text', isRequired, max, explained },
  }),
  port: (explained: string): Kind<'integer'> => ({
    ...{ name: 'port', title: 'Port', kind: 'integer', isRequired, min: 1, max: 65_535, explained },
  }),
  row: (title: string, explained: string): Kind<'row'> => ({
    ...{ name: 'row', title, kind: 'row', isRequired, explained },
  }),
});

/** May be left open: mostly what narrows what is shown. */
export const optional = makers(false);
/** Without it nothing is said to a router. */
export const required = makers(true);
