import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Client } from '@/cli/tour/client';
import { LiveView } from '@/cli/tour/live-view';
import { eventsIn } from '@/cli/tour/server-sent-events';
import { Tally } from '@/cli/tour/tally';
import { until } from '@/cli/until';
import { emptyDirectory, projectRoot, runCommand } from './product';

const report = join(projectRoot, 'session.pdf');
/** It waits for the claim of a killed runner to lapse, on however busy a machine. */
const longMs = 300_000;

/** A tour with a place for what is temporary that nobody else uses. */
function startTour() {
  const temporary = emptyDirectory();
  return { temporary, ...runCommand(['demo', '--tour'], { data: emptyDirectory(), env: { TMPDIR: temporary } }) };
}

test(
  'the tour does the main job as each role, every check holds, and it leaves the report and nothing else',
  async () => {
    rmSync(report, { force: true });
    const { ended, output, errors, temporary, data } = startTour();
    expect(await ended, output() + errors()).toBe(0);
    expect(errors()).toBe('');
    for (const line of [
      '✓ Marco sees 47 devices of acme-corp',
      '✓ Marco is refused the devices of other-isp: 403 customer "other-isp" not in scope',
      '✓ Marco is refused the devices of no-such-isp: 403 customer "no-such-isp" not in scope',
      '✓ the ping is done, with its 20 rows',
      '✓ asked for again, it is done by the next runner',
      '✓ nothing was repeated by itself',
      '✓ Anna finds session.exported of S-1 by Marco, three times',
      '✓ Vera is refused a run: 403 your role may not do this: session.run',
      '✓ Vera is refused an export: 403 your role may not do this: record.export',
      '✓ nobody is refused the session: 401 sign in first',
      '✓ Sofia finds that Vera was refused a run',
      '✓ Sofia finds that Vera was refused an export',
      '✓ Sofia finds that Marco was refused the devices of other-isp',
    ])
      expect(output().split('\n')).toContain(line);
    expect(output()).toMatch(/^✓ session\.pdf holds the last hop of the traceroute: \d+ {2}1\.1\.1\.1$/m);
    expect(output()).toMatch(/^\d+ checks, all held\.\nsession\.pdf: \d+ pages, \d+ kB\.$/m);
    expect(output()).not.toContain('✗');
    expect(readFileSync(report).subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect([...readdirSync(temporary), ...readdirSync(data)]).toEqual([]);
  },
  longMs,
);

test('a tour that is told to stop ends every process, says that it is not whole, and leaves nothing', async () => {
  const { ended, output, errors, process: started, temporary } = startTour();
  expect(await until(() => output().includes('✓ Marco opens S-1'), 60_000)).toBe(true);
  started.kill('SIGINT');
  expect(await ended).toBe(1);
  expect(output()).toContain('✗ the tour could not go on: it was told to stop');
  expect(errors()).toBe('');
  expect(readdirSync(temporary)).toEqual([]);
  expect(existsSync(report)).toBe(false);
});

test.each(['--tours', '--tour --fast', 'now'])('`demo %s` is refused with the usage', async (line) => {
  const { ended, errors } = runCommand(['demo', ...line.split(' ')], { data: emptyDirectory() });
  expect(await ended).toBe(2);
  expect(errors()).toBe('Usage: routeward demo [--tour]\n');
});

function tallied(): { tally: Tally; lines: string[] } {
  const lines: string[] = [];
  return { tally: new Tally((line) => lines.push(line)), lines };
}

test('one check that does not hold decides the whole tour, and is said at its place and at the end', () => {
  const { tally, lines } = tallied();
  tally.check('the sky is blue', true, 'grey');
  expect(tally.hasHeld).toBe(true);
  tally.same('there are four rows', { rows: 3 }, { rows: 4 });
  tally.check('the grass is green', true, 'brown');
  expect(tally.hasHeld).toBe(false);
  const broken = '✗ there are four rows: found {"rows":3} instead of {"rows":4}';
  expect(lines).toEqual(['✓ the sky is blue', broken, '✓ the grass is green']);
  expect(tally.summary()).toBe(`3 checks, 1 did not hold:\n${broken}`);
});

test('a tour that found nothing, or broke off, has not held', () => {
  expect(tallied().tally.hasHeld).toBe(false);
  const { tally } = tallied();
  tally.leaveOut('no pdftotext here');
  expect(tally.hasHeld).toBe(false);
  tally.check('it began', true, null);
  tally.breakOff('GET /devices answered 500');
  expect(tally.hasHeld).toBe(false);
});

test('server-sent events are read alike wherever the stream is cut', async () => {
  const text = 'event: connected\ndata: {}\n\n\ndata: {"a":"né"}\nid: 1/start\n\n\nevent: ping\ndata: \n\n\n';
  const bytes = new TextEncoder().encode(text);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const events = [];
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const part of [bytes.subarray(0, cut), bytes.subarray(cut)]) controller.enqueue(part);
        controller.close();
      },
    });
    for await (const event of eventsIn(stream)) events.push(event);
    expect(events).toEqual([
      { event: 'connected', data: '{}' },
      { event: 'message', data: '{"a":"né"}' },
      { event: 'ping', data: '' },
    ]);
  }
});

/** A live view of what a server says that is not ours. */
async function viewOf(events: readonly object[]): Promise<LiveView> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  onTestFinished(() => void server.close());
  const place = { url: `http://127.0.0.1:${address.port}`, signal: new AbortController().signal };
  return LiveView.open(new Client(place, 'a token'), 'a session', new Date().toISOString());
}

const rows = (first: number, ...numbers: readonly string[]) => ({
  kind: 'rows',
  run: 'r',
  first,
  rows: numbers.map((seq) => ({ fields: { seq } })),
});
const step = (number: number) => ({ kind: 'step', step: { number, kind: 'note', text: null } });

test('a live view that leaves a row or a step out, or tells one twice, is found out', async () => {
  const honest = await viewOf([step(1), rows(0, '0', '1'), rows(2, '2'), step(2)]);
  await honest.told('all', () => honest.steps.length === 2);
  expect(honest.misnumbered).toEqual([]);
  const left = await viewOf([step(1), rows(0, '0'), rows(2, '2'), step(3)]);
  await left.told('all', () => left.steps.length === 2);
  expect(left.misnumbered).toEqual(['row 2 of r after 1', 'step 3 after 1']);
  const twice = await viewOf([rows(0, '0', '1'), rows(1, '1'), step(1)]);
  await twice.told('all', () => twice.steps.length === 1);
  expect(twice.misnumbered).toEqual(['row 1 of r after 2']);
});

test('a live view that is cut is not waited for', async () => {
  const view = await viewOf([step(1)]);
  await expect(view.told('a second step', () => view.steps.length === 2)).rejects.toThrow(
    'the live view did not tell a second step and ended: it was over',
  );
});
