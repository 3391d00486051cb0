import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { full, router } from './started';

const run = promisify(execFile);

const address = '10.77.0.1/24';

/** Debian's Ansible with its collection for RouterOS: somebody else's client, and the one that people write routers with. */
const tasks = [
  { name: 'facts', 'community.routeros.api_facts': { gather_subset: ['default', 'hardware'] } },
  { name: 'addresses', 'community.routeros.api_info': { path: 'ip address', hide_defaults: false } },
  {
    name: 'add',
    'community.routeros.api': { path: 'ip address', add: `address=${address} interface=ether2 comment=ansible` },
  },
  ...['changed', 'unchanged'].map((name) => ({
    name,
    'community.routeros.api_find_and_modify': {
      path: 'ip address',
      find: { address },
      values: { comment: 'by ansible' },
      require_matches_min: 1,
      require_matches_max: 1,
    },
  })),
  {
    name: 'query',
    'community.routeros.api': {
      path: 'ip address',
      extended_query: {
        attributes: ['.id', 'address', 'comment'],
        where: [{ attribute: 'address', is: '==', value: address }],
      },
    },
  },
  { name: 'refused', 'community.routeros.api': { path: 'ip address', add: 'address=10.77.0.9/24 interface=moon' } },
] as const;

const Played = z.object({
  plays: z.array(
    z.object({
      tasks: z.array(
        z.object({
          task: z.object({ name: z.string() }),
          hosts: z.object({ localhost: z.record(z.string(), z.unknown()) }),
        }),
      ),
    }),
  ),
});

/** What each task came to, by its name. */
async function play(where: { readonly host: string; readonly port: number }) {
  const directory = mkdtempSync(join(tmpdir(), 'ansible-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const module_defaults = {
    'group/community.routeros.api': {
      ...{ hostname: where.host, port: where.port, username: full.name, password: full.password },
      ...{ tls: true, validate_certs: false, timeout: 20 },
    },
  };
  const book = [
    {
      ...{ hosts: 'localhost', connection: 'local', gather_facts: false, module_defaults },
      tasks: tasks.map((task) => ({ ...task, ignore_errors: true })),
    },
  ];
  const file = join(directory, 'play.json');
  writeFileSync(file, JSON.stringify(book));
  const env = {
    NODE_ENV: 'test' as const,
    ...{ PATH: '/usr/bin:/bin', HOME: directory, LANG: 'C.UTF-8' },
    ...{ ANSIBLE_STDOUT_CALLBACK: 'json', ANSIBLE_LOCAL_TEMP: directory, ANSIBLE_REMOTE_TEMP: directory },
    ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
  };
  const { stdout } = await run('/usr/bin/ansible-playbook', ['-i', 'localhost,', file], { env, maxBuffer: 1e8 });
  const { plays } = Played.parse(JSON.parse(stdout.slice(stdout.indexOf('{'))));
  return new Map(plays.flatMap((one) => one.tasks).map(({ task, hosts }) => [task.name, hosts.localhost] as const));
}

test.each(['7.20.8', '6.49.18'])(
  '%s: Ansible reads facts and rows, adds, changes once, finds and is refused',
  async (version) => {
    const place = await router({ version, transport: 'tls' });
    const told = await play(place);
    expect(told.get('facts')).toMatchObject({
      ansible_facts: { ansible_net_hostname: 'golden', ansible_net_version: expect.stringContaining(version) },
    });
    expect(JSON.stringify(told.get('addresses'))).toContain('10.99.0.2/24');
    expect(told.get('add')).toMatchObject({ changed: true });
    expect([told.get('changed')?.changed, told.get('unchanged')?.changed]).toEqual([true, false]);
    expect(told.get('query')).toMatchObject({ msg: [{ address, comment: 'by ansible' }] });
    expect(told.get('refused')).toMatchObject({ failed: true });
    expect(JSON.stringify(told.get('refused'))).toContain('input does not match any value of interface');
    const made = place.state.table('/ip/address').items.find(({ fields }) => fields.address === address);
    expect(made?.fields).toMatchObject({ interface: 'ether2', comment: 'by ansible' });
  },
);
