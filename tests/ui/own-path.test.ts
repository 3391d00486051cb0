import { expect, test } from 'vitest';
import { ownPath } from '@/ui/sign-in/own-path';

test('after the sign-in one goes to a path of our own', () => {
  expect(ownPath('/customers/acme-corp/devices?q=a&tag=b')).toBe('/customers/acme-corp/devices?q=a&tag=b');
});

test('nothing leads to another site, and nothing back to the door itself', () => {
  const foreign = [
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/..//evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e%2e//evil.example',
    '/devices/..//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/login?to=/login',
    '/resume',
    '/./login',
    '/setup',
    '/setup?step=2',
    '/invitation',
    '/reset',
  ];
  expect(foreign.map(ownPath)).toEqual(foreign.map(() => '/devices'));
});
