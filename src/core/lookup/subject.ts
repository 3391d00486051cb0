/** What a subscriber is looked for by. */
export const subjectKinds = ['mac', 'ip', 'vlan', 'name'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** Whom routers are asked about: `text` as RouterOS writes it, `00:0C:42:1A:2B:3C`, `10.20.1.7`, `120`; a name as it was typed. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly text: string;
}

export const subjectTitles: Readonly<Record<SubjectKind, string>> = {
  mac: 'MAC address',
  ip: 'IP address',
  vlan: 'VLAN',
  name: 'name',
};

/** A shorter part of a name fits half of all subscribers. */
export const leastNameLength = 3;
export const mostSoughtLength = 100;
