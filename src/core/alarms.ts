/** What an alarm is of: a device, a whole site, or the link of the machine that asks them all. */
export const alarmKinds = ['device', 'site', 'ownLink'] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** It answered again; or nobody asks it any more. */
export const alarmEndings = ['cleared', 'withdrawn'] as const;
export type AlarmEnding = (typeof alarmEndings)[number];

/** As people look for them. */
export const alarmStates = ['open', 'closed'] as const;
export type AlarmState = (typeof alarmStates)[number];

/** What somebody has alarms mailed of: one customer, each in their reach whichever that is then, or the own link. */
export const alarmMailOf = ['customer', 'reach', 'ownLink'] as const;

/** The most letters of what is said when an alarm is acknowledged. */
export const mostNoteLength = 500;
