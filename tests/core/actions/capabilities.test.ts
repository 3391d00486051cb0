import { describe, expect, test } from 'vitest';
import { capabilityQuestions, readCapabilities } from '@/core/actions/ask-capabilities';
import { type Capabilities, cannot, onlyVersion, routerOf } from '@/core/actions/capabilities';
import { compile } from '@/core/actions/compile';
import type { Read } from '@/core/actions/define';
import { readOf } from '@/core/actions/index';
import { allNeeds, needs } from '@/core/actions/needs';

const seven: Capabilities = onlyVersion('7.20.8');
const bandwidthTest = readOf('tool.bwtest');

/** Ping as only a router with such a thing would have it. */
const needing = (need: 'poe' | 'lte', others: Read['sentences'] = []): Read => {
  const ping = readOf('tool.ping');
  return { ...ping, sentences: [...ping.sentences.map((form) => ({ ...form, needs: need })), ...others] };
};

describe('what a router cannot do is said with the reason', () => {
  test('device-mode', () => {
    const deviceMode = { mode: 'home', forbids: ['bandwidth-test', 'scheduler'] };
    expect(cannot(bandwidthTest, { ...seven, deviceMode })).toBe(
      'device-mode home forbids bandwidth-test; only the button on the router changes it',
    );
    expect(cannot(bandwidthTest, { ...seven, deviceMode: { mode: 'advanced', forbids: ['scheduler'] } })).toBeNull();
  });

  test('a thing that it does not have, unless something else is left to be asked', () => {
    expect(cannot(needing('poe'), { ...seven, lacks: ['poe'] })).toBe(needs.poe.because);
    expect(cannot(needing('poe'), { ...seven, lacks: ['lte'] })).toBeNull();
    expect(cannot(needing('poe', readOf('sys.overview').sentences), { ...seven, lacks: ['poe'] })).toBeNull();
  });

  test('a policy of the account, and a version', () => {
    expect(cannot(readOf('tool.ping'), { ...seven, policies: ['api', 'read'] })).toBe(
      'the account that reads lacks the policy test',
    );
    expect(cannot(readOf('tool.ping'), onlyVersion('5.26'))).toBe('not known for RouterOS 5.26');
  });

  test('what is not known forbids nothing, and what was known of another version counts no more', () => {
    expect(cannot(bandwidthTest, seven)).toBeNull();
    const kept = { ...seven, policies: ['api', 'read'] };
    expect(routerOf('7.20.8', kept)).toBe(kept);
    expect(routerOf('7.21', kept)).toEqual(onlyVersion('7.21'));
  });

  test('the words that refuse are those that are shown', () => {
    const router = { ...seven, policies: ['api'] };
    const reason = cannot(readOf('tool.ping'), router);
    expect(() => compile('tool.ping', { address: '192.0.2.1' }, router)).toThrow(`Ping: ${reason}.`);
  });
});

describe('what a router answers is read as it is meant', () => {
  const about = { routerOs: '7.20.8', board: 'hEX S', account: 'routeward-read' };

  test('packages, policies, device-mode, and the menus that are there', () => {
    const rows = new Map(allNeeds.map((need) => [need, [{}]] as const));
    const read = readCapabilities(
      new Map<never, never>([
        ...rows,
        ['poe', []],
        ['lte', null],
        ['mpls', []],
        ['deviceMode', [{ mode: 'home', 'bandwidth-test': 'no', sniffer: 'false', fetch: 'true' }]],
        ['packages', [{ name: 'routeros' }, { name: 'wireless', disabled: 'true' }]],
        ['users', [{ name: 'routeward-read', group: 'routeward-read-only' }]],
        ['groups', [{ name: 'routeward-read-only', policy: 'api,read,!write,test' }]],
      ] as unknown as [never, never][]), // safe: the answers are what `capabilityQuestions` asks about.
      about,
    );
    expect(read).toEqual({
      ...{ routerOs: '7.20.8', board: 'hEX S', packages: ['routeros'], policies: ['api', 'read', 'test'] },
      ...{ deviceMode: { mode: 'home', forbids: ['bandwidth-test', 'sniffer'] }, lacks: ['poe', 'lte'] },
    });
  });

  test('of what was not told nothing is known', () => {
    expect(readCapabilities(new Map(), about)).toEqual({ ...seven, board: 'hEX S' });
  });

  test('each thing is asked about once, with a print', () => {
    const asked = capabilityQuestions();
    expect(new Set(asked.map((question) => question.about)).size).toBe(asked.length);
    expect(asked.filter(({ sentence }) => !sentence.path.endsWith('/print'))).toEqual([]);
  });
});
