import { expect, test } from 'vitest';
import { QuietTimes } from '@/core/customers';
import { alarmWords, draftOf, type Policy, policyOf } from '@/ui/customers/policy';

const changePolicy = 'standard';
const changeTimes = { windows: [{ days: [2], from: '01:00', to: '05:00' }], freezes: [] };
const changing = { changePolicy, changeTimes } as const;
const policy: Policy = { isProbed: true, isAlarming: true, alarmAfterMinutes: 3, quietHours: null, ...changing };
const night = { from: '22:00', to: '06:00' };

test('a policy goes into its fields and comes out as it was', () => {
  const strict: Policy = { ...policy, changePolicy: 'secondPerson', quietHours: { from: '09:30', to: '10:00' } };
  for (const one of [policy, strict]) expect(policyOf(draftOf(one))).toEqual(one);
});

test('where no alarm is raised, what is not asked for stays as it was', () => {
  const emptied = { ...draftOf(policy), alarmAfterMinutes: '' };
  expect(policyOf({ ...emptied, isAlarming: false })).toEqual({ isProbed: true, isAlarming: false, ...changing });
  expect(policyOf({ ...emptied, isProbed: false })).toEqual({ isProbed: false, isAlarming: true, ...changing });
});

test('whoever has no quiet hours is offered a night', () => {
  expect(policyOf({ ...draftOf(policy), isQuiet: true }).quietHours).toEqual(night);
});

test('a cell says when alarms are raised, and none where nobody would know', () => {
  expect(alarmWords(policy)).toBe('after 3 minutes');
  expect(alarmWords({ ...policy, alarmAfterMinutes: 1, quietHours: night })).toBe('after 1 minute, quiet 22:00–06:00');
  expect(alarmWords({ ...policy, isAlarming: false })).toBe('no');
  expect(alarmWords({ ...policy, isProbed: false })).toBe('no');
});

test('quiet hours are two different times of a day', () => {
  expect(QuietTimes.safeParse(night).success).toBe(true);
  expect(QuietTimes.safeParse({ from: '00:00', to: '23:59' }).success).toBe(true);
  for (const wrong of [
    { from: '22:00', to: '22:00' },
    { from: '24:00', to: '06:00' },
    { from: '9:00', to: '10:00' },
    { from: '22:00:00', to: '06:00' },
    { from: '', to: '06:00' },
    { from: '22:00' },
    null,
  ])
    expect(QuietTimes.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
});
