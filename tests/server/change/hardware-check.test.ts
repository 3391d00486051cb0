import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkRouter } from '../../hardware/checks';
import { place } from './scene';

/* The script for real routers is known to work: here it talks to our simulator, on each rung. */

const root = fileURLToPath(new URL('../../..', import.meta.url));

describe('the check of a router', () => {
  test.each([
    ['7.20.8', 'RB5009'],
    ['7.17.2', 'CHR'],
    ['6.49.18', 'CHR'],
  ] as const)('RouterOS %s (%s) holds in everything, and is left as it was', async (version, model) => {
    const at = await place({ version, model });
    const before = at.router.state.table('/ip/firewall/address-list').items.length;
    const findings = await checkRouter(at.target, (ms) => at.router.letPass(ms));
    expect(findings.filter(({ held }) => held !== true)).toEqual([]);
    expect(findings).toHaveLength(6);
    expect(at.router.state.table('/ip/firewall/address-list').items).toHaveLength(before);
    expect(at.router.state.table('/system/scheduler').items).toEqual([]);
  });

  test('says where nothing guards, and changes nothing there', async () => {
    const at = await place({ version: '7.17.2', model: 'hEX' });
    const findings = await checkRouter(at.target, async () => undefined);
    expect(findings).toMatchObject([{ held: false, found: expect.stringContaining('forbids scheduler') }]);
  });

  test('the command sends nothing to a router whose address was not typed', async () => {
    const at = await place();
    const env = { ...process.env, ROUTEWARD_CHECK_USER: 'x', ROUTEWARD_CHECK_PASSWORD: 'y' };
    const args = [
      '--import',
      'tsx',
      'tests/hardware/main.ts',
      '--host',
      at.router.host,
      '--port',
      String(at.router.port),
      '--plain',
    ];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, env, input: 'yes\n', encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, expect.stringContaining('Nothing was sent.')]);
    expect(at.router.received).toEqual([]);
  });
});
