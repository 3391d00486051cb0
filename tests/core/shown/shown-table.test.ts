import { describe, expect, test } from 'vitest';
import { type ReadId, readIds, readOf } from '@/core/actions/index';
import type { RunRow } from '@/core/runs';
import { csvOf, fileName, jsonOf } from '@/core/shown/shown-file';
import { changesTable, type ShownTable, shownTables } from '@/core/shown/shown-table';
import { type View, viewsOf } from '@/core/shown/views';

const row = (fields: RunRow['fields'], sentence = 0, afterMs = 0): RunRow => ({ afterMs, sentence, fields });
const tablesOf = (id: ReadId, rows: readonly RunRow[], view: View = viewsOf(readOf(id).shown)[0]) =>
  shownTables(readOf(id).shown, rows, view);

const mark = '\uFEFF';
const of = { action: 'if.list', device: 'tower-01-gw', at: '2026-11-23T14:07:32.123Z' };

describe('what is shown', () => {
  const interfaces = [
    row({ name: 'ether1', type: 'ether', running: 'true', slave: 'true', 'rx-byte': '1048576', vrf: 'main' }),
    row({ name: 'ether2', type: 'ether', running: 'false', comment: 'to the mast' }),
  ];

  test('of a table: the number, the flags as letters, the columns that any row has, and the rare fields', () => {
    expect(tablesOf('if.list', interfaces)).toEqual([
      {
        title: null,
        head: ['#', 'Flags', 'Name', 'Type', 'Received', 'Comment', 'Other'],
        lines: [
          ['0', 'RS', 'ether1', 'ether', '1.00 MiB', null, 'vrf=main'],
          ['1', '', 'ether2', 'ether', null, 'to the mast', ''],
        ],
      },
    ]);
  });

  test('raw: every field as it came, and when', () => {
    expect(tablesOf('if.list', [row({ name: 'a' }, 0, 4), row({ mtu: '1500' }, 0, 1204)], 'Raw')).toEqual([
      {
        title: null,
        head: ['After, s', 'name', 'mtu'],
        lines: [
          ['0.004', 'a', null],
          ['1.204', null, '1500'],
        ],
      },
    ]);
  });

  test('of a ping and a traceroute: what they are folded into, whichever way it is drawn', () => {
    const packets = [
      row({ seq: '0', host: '1.1.1.1', time: '9ms445us', ttl: '58' }),
      row({ seq: '1', status: 'timeout' }),
    ];
    expect(tablesOf('tool.ping', packets, 'Chart')).toEqual(tablesOf('tool.ping', packets, 'Table'));
    expect(tablesOf('tool.ping', packets)[0]?.lines).toEqual([
      ['0', '1.1.1.1', '9.4', '58', null],
      ['1', null, null, null, 'timeout'],
    ]);
    const hops = ['0', '1'].map((round) =>
      row({ '.section': round, address: '10.0.0.1', loss: '0%', sent: '1', last: '0.4' }),
    );
    expect(tablesOf('tool.traceroute', hops)[0]?.lines).toEqual([
      ['1', '10.0.0.1', '0%', '1', '0.4', null, null, null, null],
    ]);
  });

  test('of facts: the group, the name and the value of each that was told', () => {
    const [table] = tablesOf('if.link', [row({ name: 'ether1', status: 'link-ok', 'sfp-rx-power': '-7.2' })]);
    expect(table).toEqual({
      title: null,
      head: ['Group', 'Name', 'Value'],
      lines: [
        ['Link', 'Port', 'ether1'],
        ['Link', 'Status', 'link-ok'],
        ['Module', 'Light received', '-7.2 dBm'],
      ],
    });
  });

  test('of a snapshot: each line under its menu, and what changed', () => {
    const [table] = tablesOf('cfg.snapshot', [row({ name: 'tower' }, 0)], 'Text');
    expect(table?.head).toEqual(['Menu', 'Line']);
    expect(table?.lines).toHaveLength(1);
    expect(changesTable([{ kind: 'added', menu: '/ip/dns', line: 'set servers=1.1.1.1' }]).lines).toEqual([
      ['added', '/ip/dns', 'set servers=1.1.1.1'],
    ]);
  });

  test('a run whose action is no longer known has its rows', () => {
    expect(shownTables(undefined, [row({ a: 'b' })], viewsOf(undefined)[0])[0]?.head).toEqual(['After, s', 'a']);
  });

  test('two columns of the same title are told apart, so that a file can name them', () => {
    const [table] = tablesOf('routing.neighbors', [row({ 'router-id': '10.0.0.1', 'remote-id': '10.0.0.2' })]);
    expect(table?.head).toEqual(['#', 'Router ID', 'Router ID 2']);
  });

  test('no column of an action of several parts is called as that which names the part', () => {
    const titles = readIds.flatMap((id) => {
      const { shown } = readOf(id);
      const parts = shown.as === 'parts' ? shown.parts : [];
      return parts.flatMap((part) => (part.as === 'table' ? part.columns.map(({ title }) => title) : []));
    });
    expect(titles).toContain('Name');
    expect(titles).not.toContain('Part');
  });
});

describe('as a file', () => {
  const one: ShownTable = {
    title: null,
    head: ['#', 'Name'],
    lines: [
      ['0', '=HYPERLINK("x")'],
      ['1', null],
    ],
  };

  test('of CSV, with a mark for Excel, and nothing in it that a spreadsheet would run', () => {
    expect(csvOf([one])).toBe(`${mark}#,Name\r\n0,"'=HYPERLINK(""x"")"\r\n1,\r\n`);
    expect(csvOf([])).toBe(`${mark}\r\n`);
  });

  test('of CSV with several parts: one table, of which each line names its part', () => {
    const parts: readonly ShownTable[] = [
      { title: 'Peers', head: ['#', 'Name'], lines: [['0', 'a']] },
      { title: 'State', head: ['Name', 'Value'], lines: [['Up', 'yes']] },
    ];
    expect(csvOf(parts)).toBe(`${mark}Part,#,Name,Value\r\nPeers,0,a,\r\nState,,Up,yes\r\n`);
    expect(csvOf(parts.slice(1))).toBe(`${mark}Part,Name,Value\r\nState,Up,yes\r\n`);
  });

  test('of JSON: the same cells by the titles of their columns, as they are shown', () => {
    expect(JSON.parse(jsonOf(of, [one]))).toEqual({
      ...of,
      tables: [{ columns: ['#', 'Name'], rows: [{ '#': '0', Name: '=HYPERLINK("x")' }, { '#': '1' }] }],
    });
  });

  test('its name says what, where and when, and is one that every file system takes', () => {
    expect(fileName(of, 'csv')).toBe('if.list_tower-01-gw_2026-11-23T14-07-32Z.csv');
    expect(fileName({ ...of, device: '../../Вышка 7: "север"/\u202E' }, 'json')).toBe(
      'if.list_Вышка-7-север_2026-11-23T14-07-32Z.json',
    );
    expect(fileName({ ...of, device: null, action: 'x'.repeat(300) }, 'csv').length).toBeLessThan(100);
  });
});
