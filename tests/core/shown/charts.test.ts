import { expect, test } from 'vitest';
import type { RunRow } from '@/core/runs';
import { flowBars } from '@/core/shown/flow-bars';
import { trafficPictures } from '@/core/shown/traffic-picture';

const row = (fields: RunRow['fields']): RunRow => ({ afterMs: 0, sentence: 0, fields });
const second = (section: number, name: string, rx: number, tx: number): RunRow =>
  row({
    '.section': String(section),
    name,
    'rx-bits-per-second': String(rx),
    'tx-bits-per-second': String(tx),
  });

test('each interface has a picture with a scale of its own, received and sent on the same', () => {
  const rows = [
    second(0, 'ether1', 50e6, 10e6),
    second(0, 'ether2', 400, 0),
    second(1, 'ether1', 100e6, 20e6),
    second(1, 'ether2', 200, 0),
  ];
  const [one, other] = trafficPictures(rows, 4);
  expect(one).toEqual({
    name: 'ether1',
    received: { lines: ['M125 50L375 0'], areas: ['M125 50L375 0V100H125Z'], last: 100_000_000n, most: 100_000_000n },
    sent: { lines: ['M125 90L375 80'], areas: ['M125 90L375 80V100H125Z'], last: 20_000_000n, most: 20_000_000n },
    top: 1e8,
    across: 4,
  });
  expect(other).toMatchObject({
    name: 'ether2',
    top: 500,
    received: { lines: ['M125 20L375 60'], last: 200n, most: 400n },
  });
});

test('a second that was not told is a gap, in the order of the seconds', () => {
  const [picture] = trafficPictures([second(3, 'a', 50, 0), second(0, 'a', 100, 0), second(1, 'a', 100, 0)], 0);
  expect(picture?.across).toBe(4);
  expect(picture?.received.lines).toEqual(['M125 0L375 0', 'M875 50h4']);
  expect(picture?.received.last).toBe(50n);
});

test('a rate that does not read is not drawn, and without seconds the rows are counted', () => {
  const rows = ['100', 'much', '300'].map((rate) => row({ name: 'a', 'rx-bits-per-second': rate }));
  const [picture] = trafficPictures(rows, 1);
  expect(picture).toMatchObject({ across: 3, sent: { lines: [], last: null, most: null } });
  expect(picture?.received.lines).toHaveLength(2);
  expect(trafficPictures([], 10)).toEqual([]);
});

test('an absurd second does not stretch the picture', () => {
  expect(trafficPictures([second(4_000_000_000, 'a', 1, 1)], 10)[0]?.across).toBe(10);
});

test('flows stand below each other, the busiest first, on one scale', () => {
  const { bars, top } = flowBars(
    [
      row({ 'ip-protocol': 'udp', 'src-address': '10.0.0.9', 'dst-address': '1.1.1.1', rx: '100', tx: '300' }),
      row({
        'ip-protocol': 'tcp',
        ...{ 'src-address': '10.0.0.9', 'src-port': '51515', 'dst-address': '2001:db8::1', 'dst-port': '443' },
        ...{ rx: '2000', tx: '1000' },
      }),
      row({ tx: 'much' }),
    ],
    100,
  );
  expect(top).toBe(2000);
  expect(bars).toEqual([
    {
      label: 'tcp 10.0.0.9:51515 → [2001:db8::1]:443',
      ...{ received: 2000n, sent: 1000n, receivedWidth: 100, sentWidth: 50 },
    },
    { label: 'udp 10.0.0.9 → 1.1.1.1', received: 100n, sent: 300n, receivedWidth: 5, sentWidth: 15 },
    { label: 'everything else', received: null, sent: null, receivedWidth: 0, sentWidth: 0 },
  ]);
});

test('what a router calls a host cannot turn the line around', () => {
  expect(flowBars([row({ 'src-address': 'a\u202Eb' })], 1).bars[0]?.label).toBe('a‹U+202E›b → anybody');
});
