import { expect, test } from 'vitest';
import { changesMade, fileNamed, fileRemoved, safeModeOf } from '@/core/actions/internal';
import { Unsupported } from '@/core/actions/unsupported';
import { timerAsked, timerRemoved } from '@/core/change/timer';
import { AppError } from '@/core/errors';

const said = ({ path, words }: { path: string; words: readonly string[] }) => [path, ...words];

test.each(['6.49.18', '7.12.1', '7.17.2', 'whatever'])('%s has no safe mode over the API', (version) => {
  expect(safeModeOf(version)).toBeNull();
});

test('safe mode is never wrested from whoever holds it', () => {
  const mode = safeModeOf('7.18.2');
  expect(mode && said(mode.take)).toEqual(['/safe-mode/take', '=on-error=abort']);
  expect(mode && Object.values(mode).map(({ path }) => path)).toEqual([
    ...['/safe-mode/take', '/safe-mode/release', '/safe-mode/unroll', '/safe-mode/print'],
  ]);
});

test('of the history only who, what and when is asked for', () => {
  expect(said(changesMade())).toEqual(['/system/history/print', '=.proplist=time,by,action,policy']);
});

test('what is removed is found by its exact name and named by its number', () => {
  expect(said(fileNamed('routeward-1.backup'))).toEqual([
    ...['/file/print', '?name=routeward-1.backup', '=.proplist=.id,name,type,size,creation-time'],
  ]);
  expect(timerAsked('routeward-1').words[0]).toBe('?name=routeward-1');
  expect(said(fileRemoved('*1A'))).toEqual(['/file/remove', '=.id=*1A']);
  expect(said(timerRemoved('*2'))).toEqual(['/system/scheduler/remove', '=.id=*2']);
});

test('a name that would be more than one word, and a row that is none, are said to nobody', () => {
  for (const name of ['', 'a=b', 'a\nb', 'a\u0000']) expect(() => fileNamed(name)).toThrow(AppError);
  for (const row of ['', 'routeward-1.backup', '*', '*1,*2', '*1\n'])
    expect(() => fileRemoved(row)).toThrow(Unsupported);
});
