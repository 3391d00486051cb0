/**
 * Every event the audit can hold. `title` is how a person reads it, past tense, after the actor's name; `category` is the
 * facet it is found by. An event names what was attempted; the entry's outcome tells whether it happened.
 */
const events = {
  'auth.signedIn': { title: 'signed in', category: 'access' },
  'auth.refreshed': { title: 'renewed the access token', category: 'access' },
  'auth.refreshReused': { title: 'presented a spent refresh token; the session was ended', category: 'access' },
  'auth.signedOut': { title: 'signed out', category: 'access' },
  'auth.signedOutEverywhere': { title: 'signed out everywhere', category: 'access' },
  'auth.signInsListed': { title: 'listed the own signed-in sessions', category: 'access' },
  'auth.signInRevoked': { title: 'ended a signed-in session', category: 'access' },
  'customer.listed': { title: 'listed customers', category: 'read' },
  'device.listed': { title: 'listed devices', category: 'read' },
  'device.viewed': { title: 'opened a device', category: 'read' },
  'device.watched': { title: 'watched a device live', category: 'read' },
  'device.listWatched': { title: 'watched a list of devices live', category: 'read' },
  'device.wentDown': { title: 'a device stopped answering', category: 'system' },
  'device.cameUp': { title: 'a device answered', category: 'system' },
  'device.renamed': { title: 'renamed a device', category: 'change' },
  'device.tagged': { title: 'tagged devices', category: 'change' },
  'person.listed': { title: 'listed people', category: 'read' },
  'person.created': { title: 'created a person', category: 'change' },
  'audit.listed': { title: 'searched the audit log', category: 'read' },
  'request.refused': { title: 'was refused a request', category: 'access' },
  'audit.refusalsCounted': { title: 'refusals were counted', category: 'system' },
  'run.listed': { title: 'listed runs', category: 'read' },
  'run.viewed': { title: 'opened a run', category: 'read' },
  'run.started': { title: 'ran an action on a device', category: 'read' },
  'run.stopped': { title: 'asked for a run to be stopped', category: 'read' },
  'run.ended': { title: 'a run ended', category: 'system' },
  'run.interrupted': { title: 'a run was found without its runner', category: 'system' },
  'session.listed': { title: 'listed sessions', category: 'case' },
  'session.viewed': { title: 'opened a session’s page', category: 'case' },
  'session.watched': { title: 'watched a session live', category: 'case' },
  'session.opened': { title: 'opened a session', category: 'case' },
  'session.runsStarted': { title: 'ran actions in a session', category: 'case' },
  'session.noted': { title: 'added a note to a session', category: 'case' },
  'session.renamed': { title: 'renamed a session', category: 'case' },
  'session.devicesAdded': { title: 'added devices to a session', category: 'case' },
  'session.holdersListed': { title: 'listed who may take a session over', category: 'case' },
  'session.handedOver': { title: 'handed a session over', category: 'case' },
  'session.closed': { title: 'closed a session', category: 'case' },
  'session.reopened': { title: 'reopened a session', category: 'case' },
  'session.exportAsked': { title: 'asked for a session’s export', category: 'case' },
  'session.exported': { title: 'exported a session', category: 'case' },
  'system.seeded': { title: 'filled the demo', category: 'system' },
} as const satisfies Record<string, { title: string; category: 'read' | 'case' | 'change' | 'access' | 'system' }>;

export type AuditEvent = keyof typeof events;

// safe: `events` is a literal; its keys are exactly the events.
export const auditEvents = Object.keys(events) as AuditEvent[];

/** How an event reads; one that an older version knew reads as its name. */
export const eventTitle = (event: string): string => (event in events ? events[event as AuditEvent].title : event); // safe: it is a key.
export const eventCategory = (event: AuditEvent): string => events[event].category;

/** How what was attempted ended. `intent` is written before a router hears a word, `unknown` when no result ever came. */
export const outcomes = ['ok', 'refused', 'failed', 'intent', 'unknown'] as const;
export type Outcome = (typeof outcomes)[number];
