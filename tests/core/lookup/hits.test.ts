import { describe, expect, test } from 'vitest';
import { readOf } from '@/core/actions/index';
import { lookupSentences } from '@/core/actions/lookup';
import { checked } from '@/core/actions/parameters';
import { evidenceOf, symptomOf } from '@/core/lookup/evidence';
import { hitIn, lookupFields, type Source, sources } from '@/core/lookup/hits';
import { type Subject, subjectKinds } from '@/core/lookup/subject';

const subjects: Readonly<Record<(typeof subjectKinds)[number], Subject>> = {
  mac: { kind: 'mac', text: '00:0C:42:1A:2B:3C' },
  ip: { kind: 'ip', text: '10.20.1.7' },
  vlan: { kind: 'vlan', text: '120' },
  name: { kind: 'name', text: 'ross' },
};

const asked = (subject: Subject) =>
  lookupSentences(subject).map(({ source, sentence: { words } }) => [source, words.filter((word) => word[0] === '?')]);

describe('what routers are asked', () => {
  test('for a MAC: every table that has them, by the address alone', () => {
    const mac = '00:0C:42:1A:2B:3C';
    expect(asked(subjects.mac)).toEqual([
      ['pppActive', [`?caller-id=${mac}`]],
      ['pppSecret', [`?caller-id=${mac}`]],
      ['hotspot', [`?mac-address=${mac}`]],
      ['lease', [`?mac-address=${mac}`, `?active-mac-address=${mac}`, '?#|']],
      ['arp', [`?mac-address=${mac}`]],
      ['neighbour', [`?mac-address=${mac}`]],
      ['bridgeHost', [`?mac-address=${mac}`]],
    ]);
  });

  test('for an address: the tables of its family', () => {
    expect(asked(subjects.ip).map(([source]) => source)).toEqual(['pppActive', 'pppSecret', 'hotspot', 'lease', 'arp']);
    expect(asked({ kind: 'ip', text: '2001:db8::7' })).toEqual([['neighbour', ['?address=2001:db8::7']]]);
  });

  test('for a VLAN: its interfaces and who is in it', () => {
    expect(asked(subjects.vlan)).toEqual([
      ['bridgeHost', ['?vid=120']],
      ['vlan', ['?vlan-id=120']],
    ]);
  });

  test('for a name: whole tables, and no word of what was typed', () => {
    expect(asked(subjects.name)).toEqual(['pppActive', 'pppSecret', 'hotspot', 'lease'].map((source) => [source, []]));
    const said = JSON.stringify(lookupSentences({ kind: 'name', text: 'typed' }));
    expect(said).not.toContain('typed');
  });

  test('no password, ever', () => {
    for (const kind of subjectKinds)
      for (const { sentence } of lookupSentences(subjects[kind]))
        expect(sentence.reply.fields.filter((field) => /pass|secret|key/.test(field))).toEqual([]);
  });
});

/** A row with a value in every field that is asked for. */
const fullRow = (source: Source): Record<string, string> =>
  Object.fromEntries(lookupFields[source].map((field) => [field, `the ${field}`]));

describe('what a row says', () => {
  test.each(sources)('a row of %s tells who, where and how, and no field is asked for in vain', (source) => {
    const hit = hitIn(subjects.mac, source, fullRow(source));
    expect(hit).toMatchObject({ source });
    for (const field of lookupFields[source]) {
      const { [field]: _, ...rest } = fullRow(source);
      const without = hitIn(subjects.mac, source, rest);
      const only = hitIn(subjects.mac, source, { [field]: 'true' });
      const nothing = hitIn(subjects.mac, source, {});
      const tells = JSON.stringify(without) !== JSON.stringify(hit) || JSON.stringify(only) !== JSON.stringify(nothing);
      expect({ field, tells }).toEqual({ field, tells: true });
    }
  });

  test('a lease in use counts before what it reserves', () => {
    const row = { 'mac-address': 'A', 'active-mac-address': 'B', address: '1', 'active-address': '2' };
    expect(hitIn(subjects.mac, 'lease', row)).toMatchObject({ mac: 'B', address: '2' });
    expect(hitIn(subjects.mac, 'lease', { ...row, 'active-address': '' })).toMatchObject({ address: '1' });
  });

  test.each([
    ['name', 'maria.rossi', true],
    ['comment', 'Via Rossini 4', true],
    ['comment', 'Via Verdi 4', false],
    ['profile', 'ross', false],
  ])('a part of a name, in %s %s: %s', (field, text, isHit) => {
    const row = { name: 'x', [field]: text };
    expect(hitIn(subjects.name, 'pppSecret', row) !== null).toBe(isHit);
  });
});

describe('a case about a hit', () => {
  test.each(sources)('of %s begins with a read that the catalogue takes', (source) => {
    const row = { ...fullRow(source), 'mac-address': '00:0C:42:1A:2B:3C', 'active-mac-address': '00:0C:42:1A:2B:3C' };
    const address = source === 'neighbour' ? '2001:db8::7' : '10.20.1.7';
    const hit = hitIn(subjects.mac, source, { ...row, address, 'active-address': address, 'vlan-id': '120' });
    if (hit === null) throw new Error('a row by its key is a hit');
    const { action, params } = evidenceOf(hit);
    expect(checked(readOf(action), params)).toMatchObject(params);
    expect(symptomOf(subjects.mac, hit)).toContain('Subscriber by MAC address 00:0C:42:1A:2B:3C');
  });
});
