import { describe, expect, test } from 'vitest';
import {
  isReviewOverdue,
  notOnCall,
  onCallBounds,
  onCallOverdue,
  whyNotOnCall,
  whyNotReview,
} from '@/core/change/on-call';

const now = '2026-12-01T10:00:00.000Z';
const change: Parameters<typeof whyNotOnCall>[0] = {
  ...{ state: 'previewed', tier: 'W3', guard: 'safeMode', takesTwo: true, isOwn: true, isDirect: false },
  ...{ expiresAt: '2026-12-01T11:00:00.000Z', deviceName: 'core-1', isDeviceArchived: false, rollout: null },
  ...{ onCall: 'onCall', overriddenBy: null, isUndone: true },
};
const why = (with_: Partial<typeof change>, role: 'admin' | 'operator' = 'admin') =>
  whyNotOnCall({ ...change, ...with_ }, role, now)?.message ?? null;

describe('whoever is on call', () => {
  test('authorises their own W3 inside safe mode alone', () => expect(why({})).toBeNull());

  test.each([
    [{ onCall: 'none' }, notOnCall],
    [{ onCall: 'overdue' }, onCallOverdue],
    [{ guard: 'timer' }, onCallBounds],
    [{ guard: 'none' }, onCallBounds],
    [{ guard: null }, onCallBounds],
    [{ isUndone: false }, onCallBounds],
    [{ isOwn: false }, 'It takes no second person beside you: authorise it.'],
    [{ tier: 'W2' }, 'Only what is a W3 is authorised on call.'],
    [{ overriddenBy: {} }, 'What would cut our own way takes a second person, also on call.'],
    [{ rollout: { id: 'r', number: 3 } }, /one of the changes of R-3/],
    [{ state: 'authorised' }, 'It is authorised already.'],
    [{ expiresAt: now }, /too old|60 minutes old/],
    [{ isDeviceArchived: true }, 'core-1 is archived.'],
    [{ closed: 'Outside the windows.' }, 'Outside the windows.'],
  ] as const)('but not where %o', (with_, sentence) => {
    // safe: each is a part of a change, as the table above writes it.
    expect(why(with_ as unknown as Partial<typeof change>)).toEqual(
      typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
    );
  });

  test('and not once they are an Operator', () => expect(why({}, 'operator')).toBe(notOnCall));
});

describe('what was authorised on call', () => {
  const due = { dueAt: '2026-12-02T23:00:00.000Z', by: null, at: null, verdict: null };
  const of = { review: due, isOwn: false, endedAt: now, lookAt: null };

  test('is reviewed by an Admin who did not, once, when it has ended', () => {
    expect(whyNotReview(of, 'admin')).toBeNull();
    expect(whyNotReview(of, 'superAdmin')).toBeNull();
    expect(whyNotReview(of, 'operator')?.code).toBe('forbidden');
    expect(whyNotReview({ ...of, isOwn: true }, 'superAdmin')?.code).toBe('forbidden');
    expect(whyNotReview({ ...of, endedAt: null }, 'admin')?.code).toBe('conflict');
    expect(whyNotReview({ ...of, lookAt: now }, 'admin')?.code).toBe('conflict');
    expect(whyNotReview({ ...of, review: { ...due, verdict: 'inOrder' } }, 'admin')?.code).toBe('conflict');
    expect(whyNotReview({ ...of, review: null }, 'admin')?.code).toBe('conflict');
  });

  test('is overdue from then on, until somebody has', () => {
    expect(isReviewOverdue(due, Date.parse(due.dueAt) - 1)).toBe(false);
    expect(isReviewOverdue(due, Date.parse(due.dueAt))).toBe(true);
    expect(isReviewOverdue({ ...due, verdict: 'notInOrder' }, Date.parse(due.dueAt))).toBe(false);
  });
});
