import { expect, test } from 'vitest';
import { changeStates } from '@/core/change/change';
import { changeLetter, type TellableChange } from '@/core/change/letter';

const change: TellableChange = {
  ...{ number: 12, customer: 'acme-corp', device: 'core-1', title: 'Suspend a subscriber', tier: 'W3' },
  ...{ state: 'previewed', expiresAt: '2026-12-01T12:00:00.000Z', by: 'Marco Okafor', decidedBy: null },
  ...{ review: null, reviewedBy: null },
};
const link = 'https://routeward.example.net/changes/1';

test('what waits is told with until when, and where it is decided', () => {
  expect(changeLetter(change, link)).toEqual({
    subject: 'C-12 waits for a second person (acme-corp)',
    text: `C-12 of acme-corp waits for a second person.

What: Suspend a subscriber
Device: core-1
Risk: W3
Asked by: Marco Okafor
Expires: 2026-12-01 12:00 UTC

What it would do, and the decision:
${link}
`,
  });
});

test('what became of it is told with who decided, on one line as a subject, and is never left open', () => {
  const told = { ...change, decidedBy: 'Anna Keller' };
  for (const state of ['authorised', 'verified', 'reverted', 'failed', 'unknown', 'rejected', 'expired'] as const) {
    const { subject, text } = changeLetter({ ...told, state }, link);
    expect(subject).toMatch(/^C-12 (was|failed|expired)[a-z ]* \(acme-corp\)$/);
    expect(text).toContain('Decided by: Anna Keller');
    expect(text).not.toContain('Expires');
  }
  for (const state of changeStates)
    expect(changeLetter({ ...told, state }, link).text).toMatch(/^C-12 of acme-corp .*\.$/m);
});
