import { stepTitle, type ToldStep } from '@/core/sessions';
import { millisecond, roleTitle } from '@/core/shown/format';
import { type Column, hairline, inset, paragraph, toTheRight, words } from './column';
import type { Told } from './compose';
import { endpoint } from './cover';
import { type Block, block, gap, type Line, together } from './flow';
import { gutter, lying, styles, upright, widthOn } from './paper';
import { isWideRun } from './result';
import { runBlocks } from './run';

/** One entry of the case log: its head, and what there is to say. */
export function stepBlocks(told: Told, step: ToldStep): Block[] {
  const run = step.run === null ? undefined : told.runs.get(step.run);
  const isWide = run !== undefined && isWideRun(told, run);
  const column: Column = { type: told.type, x: 0, width: widthOn(isWide ? lying : upright), isWide };
  const inner = inset(column, gutter);
  const said = saidBy(step, inner);
  const body = run === undefined ? said : [...said, ...runBlocks(told, run, inner)];
  const room = { ...gap(6, true), isWide };
  const head = [hairline(column, 'line'), room, ...headOf(told, step, column)];
  return [
    ...head,
    ...(body.length === 0 ? [{ ...gap(0), isWide }] : [{ ...gap(4, true), isWide }, ...body]),
    { ...gap(16), isWide },
  ];
}

function headOf(told: Told, step: ToldStep, column: Column): Block[] {
  const { heading, small } = styles;
  const title = stepTitle(step.kind);
  const time = toTheRight(column, `${millisecond(step.at)} UTC`, styles.codeFaint);
  const number: Line = { x: column.x, y: 0, text: String(step.number), style: heading };
  const inner = inset(column, gutter);
  const first = block({
    height: heading.leading,
    lines: [
      number,
      { x: inner.x, y: 0, text: title, style: heading, bookmark: bookmarkOf(told, step) },
      { ...time, y: 2 },
    ],
    isWide: column.isWide,
  });
  const who = `${step.by.name} · ${roleTitle(step.by.role)} · from ${step.from}`;
  return together([first, ...paragraph(inner, [who, ...deviceOf(told, step)].join(' · '), small)]).map((one) => ({
    ...one,
    keepsNext: true,
  }));
}

function bookmarkOf(told: Told, step: ToldStep): string {
  const run = step.run === null ? undefined : told.runs.get(step.run);
  const about = run === undefined ? stepTitle(step.kind) : run.action;
  return told.type.printable(`${step.number}  ${about}`, styles.text);
}

function deviceOf({ devices }: Told, { device }: ToldStep): string[] {
  if (device === null) return [];
  const known = devices.get(device);
  return [known === undefined ? `device ${device}` : `${known.name}, ${endpoint(known)}`];
}

/** A person's words as they were written, or what the step did. */
function saidBy({ text, to }: ToldStep, column: Column): Block[] {
  return [
    ...(to === null ? [] : paragraph(column, `To ${to}`, styles.strong)),
    ...(text === null ? [] : words(column, text)),
  ];
}
