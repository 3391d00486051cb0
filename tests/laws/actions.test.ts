import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { actions } from '@/core/actions/all';
import type { Action, Read } from '@/core/actions/define';
import { readOf, reads } from '@/core/actions/index';
import { writes } from '@/core/actions/writes';
import { drawnUp } from './drawn-up';
import { importsAmong } from './imports';
import { madeUp, product, type Source } from './tree';

/** Another entry like that of ping, for the tests that show that a law bites. */
const spoilt = (changes: Partial<Read>): Read => ({ ...readOf('tool.ping'), ...changes });

describe('the catalogue is the one that was drawn up', () => {
  const told = (action: Action): string =>
    `${action.id} ${action.effect} ${action.effect === 'read' ? action.impact : action.tier}`;
  const differences = (catalogue: readonly Action[]): string[] => {
    const here = catalogue.map(told).sort();
    const wanted = Object.entries(drawnUp).map(([id, rest]) => `${id} ${rest}`);
    return [...here.filter((line) => !wanted.includes(line)), ...wanted.filter((line) => !here.includes(line))];
  };

  test('every id, its effect and its cost or risk, each once', () => {
    expect(differences(actions)).toEqual([]);
    expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
  });

  test('81 = 48 + 33', () => {
    expect([actions.length, reads.length, writes.length]).toEqual([81, 48, 33]);
  });

  test('that law bites', () => {
    const other = actions.filter(({ id }) => id !== 'tool.ping');
    expect(differences([...other, spoilt({ id: 'tool.pong' })])).toEqual([
      'tool.pong read traffic',
      'tool.ping read traffic',
    ]);
    expect(differences([...other, spoilt({ impact: 'none' })])).toEqual([
      'tool.ping read none',
      'tool.ping read traffic',
    ]);
  });
});

describe('what the product promised has its actions', () => {
  const promised: Readonly<Record<string, readonly string[]>> = {
    ping: ['tool.ping'],
    traceroute: ['tool.traceroute'],
    'bandwidth test': ['tool.bwtest'],
    'interface status': ['if.list', 'if.traffic', 'if.link', 'if.errors'],
    'routing table': ['ip.routes', 'ip.route.lookup'],
    'firewall view': ['fw.rules', 'fw.addrlists', 'fw.connections'],
    'log entries': ['log.entries'],
    'system resources': ['sys.overview', 'sys.health'],
    'apply template': ['tpl.apply'],
    'firewall rule': ['fw.filter.add', 'fw.rule.toggle', 'fw.filter.move', 'fw.nat.add'],
    interface: ['if.toggle', 'if.set', 'vlan.add'],
    DHCP: ['dhcp.lease.static', 'dhcp.lease.remove', 'dhcp.network.set'],
    VPN: ['wg.peer.add', 'wg.peer.toggle', 'ipsec.peer.drop'],
    QoS: ['qos.simple.set'],
    DNS: ['dns.set', 'dns.static.add', 'dns.cache.flush'],
  };

  test.each(Object.entries(promised))('%s', (_, ids) => {
    const known = actions.map(({ id }) => id);
    expect(ids.filter((id) => !known.includes(id))).toEqual([]);
  });
});

/** Files that make sentences without asking the catalogue. */
function makers(sources: readonly Source[]): string[] {
  const taking = importsAmong(sources)
    .filter(
      ({ path, names }) =>
        path?.startsWith('src/core/actions/compile') && (names.includes('sentenceOf') || names.includes('*')),
    )
    .map(({ from }) => from.path);
  const branding = sources.filter(({ text }) => /\bas (unknown as )?Sentence\b/.test(text)).map(({ path }) => path);
  return [...new Set([...taking, ...branding])].sort();
}

describe('nothing makes a sentence but the catalogue', () => {
  test('the brand is given by compile.ts; its maker is used by what asks for the product’s own sake, and by the steps of changes', () => {
    expect(makers(product)).toEqual([
      'src/core/actions/ask-capabilities.ts',
      'src/core/actions/compile-write.ts',
      'src/core/actions/compile.ts',
      'src/core/actions/identity.ts',
      'src/core/actions/internal.ts',
      'src/core/actions/lookup.ts',
      'src/core/change/lockout/forms.ts',
      'src/core/change/said.ts',
      'src/core/change/timer.ts',
    ]);
    expect(
      readFileSync(new URL('../../src/core/actions/compile.ts', import.meta.url), 'utf8').match(/as Sentence/g),
    ).toHaveLength(1);
  });

  test('nothing of the product says a write to a router yet', () => {
    const saying = importsAmong(product)
      .filter(({ path, names }) => path === 'src/core/actions/compile-write.ts' && names.includes('compileWrite'))
      .map(({ from }) => from.path);
    expect(saying).toEqual([]);
  });

  test('the step of a change is said by what makes changes, and by nothing else', () => {
    const saying = importsAmong(product)
      .filter(
        ({ path, names }) =>
          path === 'src/core/change/said.ts' && (names.includes('changeSentences') || names.includes('*')),
      )
      .map(({ from }) => from.path);
    expect(saying).toEqual(['src/server/change/apply.ts', 'src/server/change/restart.ts']);
    const making = importsAmong(product)
      .filter(({ path, names }) => path === 'src/server/change/make.ts' && names.includes('make'))
      .map(({ from }) => from.path);
    // A trial makes it on the simulated router that was started for it, and dials no other.
    expect(making).toEqual(['src/server/runner/apply-change.ts', 'src/server/trial/try-template.ts']);
  });

  test('that law bites', () => {
    const taking = madeUp(
      'src/server/runner/a.ts',
      "import { sentenceOf } from '@/core/actions/compile';",
      'sentenceOf();',
    );
    const branding = madeUp('src/server/runner/b.ts', "const it = { path: '/x' } as unknown as Sentence;");
    const compiled = product.filter(({ path }) => path === 'src/core/actions/compile.ts');
    expect(makers([...compiled, taking, branding])).toEqual([
      'src/core/actions/compile.ts',
      taking.path,
      branding.path,
    ]);
  });
});
