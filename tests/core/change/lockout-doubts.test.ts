import { describe, expect, test } from 'vitest';
import { foresee } from '@/core/change/foresee';
import { pathForms, pathSentence } from '@/core/change/lockout/forms';
import type { Step } from '@/core/change/step';
import { type Done, dialled, filter, router, rows, told } from './lockout-router';

const first = (to: Done['to']): readonly Done[] => [{ menu: filter, before: 1, to: { chain: 'input', ...to } }];
const set = (menu: string, row: number, to: Done['to']): readonly Done[] => [{ menu, row, to }];
const warned = (...warnings: readonly string[]) => ({ sentence: null, step: null, warnings, touches: true });
const untouched = { sentence: null, step: null, warnings: [], touches: false };

describe('what cannot be told is said, and never passed over', () => {
  test.each<[warning: string, done: readonly Done[]]>([
    [
      'Rule 0 would drop management if its src-mac-address fits, which cannot be told.',
      first({ action: 'drop', 'src-mac-address': '02:00:00:00:00:01' }),
    ],
    [
      'Rule 0 would drop management if its src-address-list fits, which cannot be told.',
      first({ action: 'drop', 'src-address-list': 'unread' }),
    ],
    [
      'Answers to 10.50.0.5 would go to 10.99.0.7 on ether1 and no longer to 10.99.0.1 on ether1: whether that leads back is not known.',
      set('/ip/route', 1, { gateway: '10.99.0.7' }),
    ],
    [
      'An IPsec policy about 10.99.0.2 and 10.50.0.5 changes: that answers then leave as before is not looked at.',
      [
        {
          menu: '/ip/ipsec/policy',
          to: { 'src-address': '10.99.0.0/24', 'dst-address': '10.50.0.0/16', action: 'encrypt' },
        },
      ],
    ],
    [
      'Which way answers take can hang on rules for routing, which are not looked at.',
      [{ menu: '/routing/rule', to: { table: 'isp2' } }],
    ],
  ])('%s', (warning, done) => {
    expect(told(router(), done)).toEqual(warned(warning));
  });

  test('a rule that accepts by what cannot be told lets in, as we are connected', () => {
    const timed = { chain: 'input', action: 'accept', time: '8h-17h,mon' };
    const state = router({ [filter]: [timed, { chain: 'input', action: 'drop' }] });
    expect(told(state, set(filter, 2, { comment: 'x' }))).toEqual(untouched);
    expect(told(state, set(filter, 1, null)).sentence).toBe(
      'Management arrives from 10.50.0.5 on ether1; nothing would accept it any more before rule 0 drops it.',
    );
    // Changed, it is another rule.
    expect(told(state, set(filter, 1, { time: '9h-17h,mon' }))).toEqual(
      warned('Rule 1 would drop management unless rule 0 catches it first; whether its time fits cannot be told.'),
    );
  });

  test('a rule that would drop us by what cannot be told does not, as we are connected', () => {
    const guarded = router({
      [filter]: [
        { chain: 'input', action: 'drop', limit: '10,5:packet' },
        { chain: 'input', action: 'accept' },
      ],
    });
    expect(told(guarded, set(filter, 2, { comment: 'x' }))).toEqual(untouched);
  });

  test('where the router does not say from where we come, or it is IPv6', () => {
    const unsaid =
      'The router does not say from where it sees Routeward come: whether this cuts our own way cannot be told.';
    expect(told(router(), first({ action: 'drop' }), { from: null })).toEqual(warned(unsaid));
    const six =
      'Routeward comes from 2001:db8::5, and only paths of IPv4 are followed: whether this cuts our own way cannot be told.';
    expect(told(router(), set('/ip/service', 2, { disabled: 'true' }), { from: '2001:db8::5' })).toEqual(warned(six));
    expect(told(router(), first({ action: 'drop' }), { from: '2001:db8::5' })).toEqual(untouched);
  });

  test('what is broken before the change by what we read is no alarm: we are connected', () => {
    const closed = router({ [filter]: [{ chain: 'input', action: 'drop' }] });
    expect(told(closed, first({ action: 'drop' }))).toEqual(
      warned(
        'By what was read of the router Routeward could not be connected even now: whether this cuts our own way cannot be told.',
      ),
    );
  });

  test('to which of its addresses we speak, where it is known by another', () => {
    expect(told(router(), set('/ip/address', 2, null), { host: '203.0.113.7' })).toEqual(
      warned('To which address of the router management speaks is not known, and it would not have 10.8.0.2 any more.'),
    );
    const [ssh, api] = rows['/ip/service'];
    const services = [ssh, api, { ...api, dynamic: 'true', local: '10.99.0.2', remote: '10.50.0.5:51234' }].flatMap(
      (row) => row ?? [],
    );
    expect(told(router({ '/ip/service': services }), set('/ip/address', 2, null), { host: '203.0.113.7' })).toEqual(
      untouched,
    );
  });

  test('chains that jump into each other end somewhere', () => {
    const jumps = Array.from({ length: 40 }, (_, index) => ({
      chain: `c${index % 4}`,
      action: 'jump',
      'jump-target': `c${(index + 1) % 4}`,
    }));
    const state = router({ [filter]: [{ chain: 'input', action: 'jump', 'jump-target': 'c0' }, ...jumps] });
    expect(told(state, first({ action: 'accept', protocol: 'udp' })).sentence).toBeNull();
  });
});

describe('the prediction', () => {
  const step: Step = {
    ...{ menu: filter, verb: 'add', mostRows: 1, ifNone: 'refuse', place: 'first' },
    where: { chain: 'input', comment: 'Routeward: closed' },
    fields: { action: 'drop', protocol: 'tcp' },
  };
  const looks = [router().rows[filter] ?? []];
  const seen = { looks, ownAddress: dialled.from, path: router() };

  test('refuses what cuts our path, whose sentence it keeps', () => {
    expect(foresee([step], seen, dialled)).toMatchObject({
      refusals: [{ id: 'ownPath', step: 0 }],
      lockout: 'Management arrives from 10.50.0.5 on ether1; rule 0 would drop it before rule 3 accepts it.',
      ...{ warnings: [], tier: 'W3' },
    });
  });

  test('takes two people where it cannot be told, and leaves the tier where nothing of ours is touched', () => {
    const unsure = foresee([step], { ...seen, ownAddress: null }, dialled);
    expect([unsure.tier, unsure.refusals, unsure.warnings.length]).toEqual(['W3', [], 1]);
    const other = foresee([{ ...step, fields: { action: 'drop', protocol: 'udp' } }], seen, dialled);
    expect([other.tier, other.refusals, other.warnings]).toEqual(['W2', [], []]);
  });
});

test('what is read has no secret in it, names its lists and networks exactly, and is capped', () => {
  const fields = Object.values(pathForms).flatMap((form) => form.fields);
  expect(fields.filter((name) => /password|secret|key|comment|log/.test(name))).toEqual([]);
  const { words, reply } = pathSentence('/ip/firewall/address-list', ['noc', 'blocked', 'x']);
  expect(words.slice(0, 4)).toEqual(['?list=noc', '?list=blocked', '?list=x', '?#||']);
  expect(reply.rowCap).toBe(2_001);
  expect(() => pathSentence('/ip/route', [])).toThrow('nothing to look for');
  expect(() => pathSentence('/ip/firewall/address-list', ['a=b'])).toThrow('cannot be said');
});
