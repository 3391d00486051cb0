import { expect, test } from 'vitest';
import { type Examined, verdicts } from '@/core/enrolment/verdict';
import { faultCodes } from '@/core/faults';

const works: Examined = {
  address: '10.20.1.1',
  port: 8729,
  pin: 'ab'.repeat(32),
  faultCode: null,
  faultReason: null,
  shownPin: null,
  clockSkewSeconds: 0,
  missingPolicies: [],
  otherAccounts: null,
};
const of = (what: Partial<Examined>) => verdicts({ ...works, ...what });
const written = (hex: string) => Array.from({ length: 32 }, () => hex).join(':');

test('of a connection that works nothing is said, examined or not', () => {
  expect(of({})).toEqual([]);
  expect(of({ clockSkewSeconds: null, missingPolicies: null })).toEqual([]);
});

test('each fault that enrolling meets has its sentence', () => {
  expect(of({ faultCode: 'unreachable', faultReason: 'ECONNREFUSED' })).toEqual([
    'Unreachable: 10.20.1.1 port 8729, ECONNREFUSED.',
  ]);
  expect(of({ faultCode: 'unreachable' })).toEqual(['Unreachable: 10.20.1.1 port 8729.']);
  expect(of({ faultCode: 'certificateDiffers', shownPin: '0c'.repeat(32) })).toEqual([
    `Certificate differs: confirmed is ${written('AB')}, shown is ${written('0C')}.`,
  ]);
  expect(of({ faultCode: 'certificateDiffers' })).toEqual([
    `Certificate differs: confirmed is ${written('AB')}, shown is another.`,
  ]);
  expect(of({ faultCode: 'notConfirmed', pin: null, shownPin: '0c'.repeat(32) })).toEqual([
    `Certificate not confirmed: shown is ${written('0C')}.`,
  ]);
  expect(of({ faultCode: 'notConfirmed', pin: null })).toEqual(['Certificate not confirmed: shown is not known yet.']);
  expect(of({ faultCode: 'loginRefused' })).toEqual(['Login refused.']);
  expect(of({ faultCode: 'notPermitted' })).toEqual(['Policy missing: read.']);
  expect(of({ faultCode: 'noCredentials' })).toEqual([
    'No credentials: No account for reading is stored for this device.',
  ]);
  expect(of({ faultCode: 'addressRefused' })).toEqual([
    'Address not allowed: Loopback, link-local, multicast and our own addresses are not routers, and a Super Admin may allow fewer. Correct the address.',
  ]);
});

test('what fails is all that is said: what was found before it tells nothing about it', () => {
  for (const faultCode of faultCodes) {
    const said = of({ faultCode, clockSkewSeconds: 900, missingPolicies: ['test'] });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^[A-Z].*[.?]$/);
    expect(said[0]).not.toMatch(/900|test\b/);
  }
});

test('policies that the account lacks come first, then a clock that is more than five seconds off, with its sign', () => {
  expect(of({ missingPolicies: ['test'] })).toEqual(['Policy missing: test.']);
  expect(of({ missingPolicies: ['read', 'test'] })).toEqual(['Policy missing: read, test.']);
  expect(of({ clockSkewSeconds: 6 })).toEqual(['Clock off by 6 s.']);
  expect(of({ clockSkewSeconds: -6 })).toEqual(['Clock off by −6 s.']);
  for (const clockSkewSeconds of [5, -5, 1, 0]) expect(of({ clockSkewSeconds })).toEqual([]);
  expect(of({ clockSkewSeconds: -1_790_000_000, missingPolicies: ['test'] })).toEqual([
    'Policy missing: test.',
    'Clock off by −1790000000 s.',
  ]);
});

test('of the other accounts it is said whether they sign in and what they lack, after the one that reads', () => {
  const found = (account: 'write' | 'test') => ({ account, faultCode: null, missing: [] });
  const [write, test] = [found('write'), found('test')];
  expect(of({ otherAccounts: [write, test] })).toEqual([]);
  expect(
    of({
      missingPolicies: ['test'],
      otherAccounts: [
        { ...write, missing: ['write', 'test'] },
        { ...test, faultCode: 'loginRefused', missing: null },
      ],
      clockSkewSeconds: 9,
    }),
  ).toEqual([
    'Policy missing: test.',
    'The account that writes: policy missing: write, test.',
    'The account for bandwidth tests: login refused.',
    'Clock off by 9 s.',
  ]);
  expect(of({ otherAccounts: [{ ...write, faultCode: 'noCredentials', missing: null }] })).toEqual([
    'The account that writes could not be tried: no credentials.',
  ]);
  expect(of({ otherAccounts: [{ ...write, missing: null }] })).toEqual([
    'The account that writes signs in; which policies it has, the router does not tell.',
  ]);
});
