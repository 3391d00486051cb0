import { expect, test } from 'vitest';
import { ExportPlaces } from '@/server/api/export-places';

test('nobody has more than their share of places, and nobody takes more than there are', () => {
  const places = new ExportPlaces(2, 3);
  places.take('ada');
  places.take('ada');
  expect(() => places.take('ada')).toThrow('You are downloading 2 exports already');
  places.take('ben');
  expect(() => places.take('eve')).toThrow('Too many exports');
});

test('a place is given back by its holder, and giving it back twice frees no other’s', () => {
  const places = new ExportPlaces(1, 2);
  const leave = places.take('ada');
  leave();
  places.take('ada');
  leave();
  expect(() => places.take('ada')).toThrow('You are downloading 1 exports already');
});

test('a place is given back when its holder is gone, even one who was gone before', () => {
  const places = new ExportPlaces(1, 1);
  const left = new AbortController();
  places.take('ada', left.signal);
  left.abort();
  places.take('ben', left.signal);
  places.take('eve');
});
