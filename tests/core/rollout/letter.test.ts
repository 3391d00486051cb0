import { expect, test } from 'vitest';
import { rolloutLetter, type TellableRollout } from '@/core/rollout/letter';
import { rolloutStates } from '@/core/rollout/rollout';

const rollout: TellableRollout = {
  ...{ number: 3, customer: 'acme-corp', devices: 12, title: 'Set the clock by NTP', tier: 'W2' },
  ...{ state: 'running', expiresAt: null, by: 'Marco Okafor', decidedBy: 'Anna Keller' },
  ...{ stoppedBy: null, resumedBy: null },
};
const link = 'https://routeward.example.net/jobs/1';
const told = (given: Partial<TellableRollout>) => rolloutLetter({ ...rollout, ...given }, link);

test('that it goes on is told with who resumed it, and with who authorised it as that', () => {
  expect(told({ resumedBy: 'Keller, Bea' })).toEqual({
    subject: 'R-3 was resumed (acme-corp)',
    text: `R-3 of acme-corp was resumed by Keller, Bea.

What: Set the clock by NTP
On: 12 devices
Risk: W2
Asked by: Marco Okafor
Authorised by: Anna Keller

How it went:
${link}
`,
  });
});

test('that it stands still is told with who stopped it, and what stopped by itself with nobody', () => {
  expect(told({ state: 'stopped', stoppedBy: 'Bea Keller' }).text).toMatch(
    /^R-3 of acme-corp was stopped by Bea Keller\.$/m,
  );
  const halted = told({ state: 'stopped', resumedBy: 'Bea Keller' });
  expect(halted.subject).toBe('R-3 stopped (acme-corp)');
  expect(halted.text).toContain('R-3 of acme-corp stopped: nothing more is begun before somebody looks.');
  expect(halted.text).not.toContain('Bea');
});

test('who once stopped or resumed it is no part of how it ended', () => {
  for (const state of rolloutStates.filter((one) => one !== 'running' && one !== 'stopped')) {
    const { subject, text } = told({ state, stoppedBy: 'Bea Keller', resumedBy: 'Bea Keller' });
    expect(subject).toMatch(/^R-3 (was|is|waits|expired)[a-z ]* \(acme-corp\)$/);
    expect(text).not.toContain('Bea');
    expect(text).toContain('Decided by: Anna Keller');
  }
});
