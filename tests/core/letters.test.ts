import { expect, test } from 'vitest';
import { invitationLetter } from '@/core/letters';

const letter = (by: string): string =>
  invitationLetter({
    by,
    role: 'viewer',
    link: 'https://r.example/invitation#x',
    expiresAt: '2026-11-25T00:00:00.000Z',
  }).text;

test('an invitation says who invites', () => {
  expect(letter('Nadia Petrova')).toMatch(/^Nadia Petrova invites you to Routeward with the role Viewer\.\n/);
});

test.each(['Win at https://evil.example', 'HTTP://evil.example', 'see WWW.evil.example'])(
  'a name that is a link is left out: %s',
  (name) => {
    expect(letter(name)).toMatch(/^You are invited to Routeward with the role Viewer\.\n/);
    expect(letter(name)).not.toContain('evil');
  },
);
