import { dirname, join } from 'node:path/posix';
import { expect, test } from 'vitest';
import { may, permissions, type Role, roles, roleTitles } from '@/core/access';
import { permissionTitles } from '@/core/permission-titles';
import { roomOf } from './rooms';
import { visit } from './syntax';
import { madeUp, pathsBelow, product, read, type Source } from './tree';

const readme = read('README.md').text;

/** The rows of the table under a heading of a Markdown text: the first cell of each, without its back quotes. */
function firstCells(text: string, heading: string): string[] {
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| `([^`]+)` /gm)].flatMap(([, cell]) => cell ?? []).sort();
}

const roomsOf = (sources: readonly Source[]): string[] =>
  [...new Set(sources.map(({ path }) => roomOf(path)))].map((room) => `src/${room}`).sort();

test('the map of the house in the README shows the rooms there are', () => {
  expect(firstCells(readme, 'Map of the house')).toEqual(roomsOf(product));
});

test('that law bites', () => {
  const text =
    '## Other\n| `src/x` | no |\n## Map of the house\n| room | for |\n| --- | --- |\n| `src/core` | true |\n## Next\n';
  expect(firstCells(text, 'Map of the house')).toEqual(['src/core']);
  expect(roomsOf([madeUp('src/core/a.ts'), madeUp('src/server/db/b/c.ts'), madeUp('src/env.ts')])).toEqual([
    'src/core',
    'src/env',
    'src/server/db',
  ]);
});

/** What an operator may set: the fields of `Operator` in env.ts. */
function operatorVariables(source: Source): string[] {
  const found: string[] = [];
  visit(source, {
    VariableDeclarator: (node) => {
      if (node.id.type !== 'Identifier' || node.id.name !== 'Operator' || node.init === null) return;
      const text = source.text.slice(node.init.start, node.init.end);
      found.push(...[...text.matchAll(/^\s*([A-Z][A-Z_]+):/gm)].flatMap(([, name]) => name ?? []));
    },
  });
  return found.sort();
}

test('the README and .env.example name every variable there is, and no other', () => {
  const variables = operatorVariables(read('src/env.ts'));
  expect(variables).toContain('DATABASE_URL');
  expect(firstCells(readme, 'Configuration')).toEqual(variables);
  const example = [...read('.env.example').text.matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].flatMap(([, name]) => name ?? []);
  expect(example.sort()).toEqual(variables);
});

test('that law bites', () => {
  const lines = [
    'const Operator = z.object({',
    '  A_URL: z.string(),',
    '  B_C: z.string(),',
    '});',
    'const P = { D_E: 1 };',
  ];
  expect(operatorVariables(madeUp('src/env.ts', ...lines))).toEqual(['A_URL', 'B_C']);
});

/** docs/permissions.md, from the table that decides. */
function permissionsDocument(): string {
  const titles = roles.map((role: Role) => roleTitles[role].title);
  const rows = permissions.map((one) => [
    `\`${one}\``,
    permissionTitles[one],
    ...roles.map((role) => (may(role, one) ? 'yes' : '–')),
  ]);
  const table = [['permission', 'may', ...titles], ['---', '---', ...roles.map(() => '---')], ...rows];
  return [
    '# Who may do what',
    '',
    'Made from `src/core/access.ts`, which is what decides; a test compares the two. To make it anew:',
    '`npx vitest run --project unit tests/laws/documents.test.ts -u`.',
    '',
    'A Super Admin reaches every customer, everybody else the customers they are assigned to. A permission says what a',
    'person may do there, never where. Permissions cascade: who stands further left holds everything that is held further right.',
    '',
    ...roles.map((role) => `- **${roleTitles[role].title}**: ${roleTitles[role].can}`),
    '',
    ...table.map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ].join('\n');
}

test('docs/permissions.md says what the table of permissions says', async () => {
  await expect(permissionsDocument()).toMatchFileSnapshot('../../docs/permissions.md');
});

/** The files and places in this project that a Markdown text points at, as paths from the root. */
function linksOf(text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
    ([, link, source]) => link ?? source ?? '',
  );
  return links.filter((link) => !/^(https?:|mailto:|#)/.test(link)).map((link) => link.replace(/#.*$/, ''));
}

/** GitHub's way from a heading to its anchor. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(
    ([, title = '']) =>
      `#${title
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-')}`,
  );

const documents = pathsBelow('')
  .filter((path) => path.endsWith('.md'))
  .map(read);

/** The files and rooms that a text names in back quotes: `src/core`, `tests/server/auth/`, `src/env`. */
const namesOf = (text: string): string[] =>
  [...text.matchAll(/`((?:src|tests|docs|drizzle|public|\.ci)\/[\w./@()[\]-]*)`/g)].map(([, name = '']) => name);

const isThere = (name: string, all: readonly string[]): boolean =>
  all.some((path) => path === name || ['/', '.ts'].some((end) => path.startsWith(`${name.replace(/\/$/, '')}${end}`)));

test('every file that a document points at or names is there', () => {
  const all = pathsBelow('');
  const dead = documents.flatMap(({ path, text }) => [
    ...linksOf(text)
      .filter((link) => !all.includes(join(dirname(path), link)))
      .map((link) => `${path} points at ${link}`),
    ...namesOf(text)
      .filter((name) => !isThere(name, all))
      .map((name) => `${path} names ${name}`),
  ]);
  const anchors = [...readme.matchAll(/\]\((#[^)]+)\)/g)].map(([, anchor = '']) => anchor);
  expect([...dead, ...anchors.filter((anchor) => !anchorsOf(readme).includes(anchor))]).toEqual([]);
});

test('that law bites', () => {
  const text = '[a](docs/a.md) <img src="b.png"> [c](https://example.net) [d](#d) [e](e.md#f)';
  expect(linksOf(text)).toEqual(['docs/a.md', 'b.png', 'e.md']);
  expect(namesOf('`src/core`, `tests/a/` and `src/x.ts`, not `npm ci` or `src/<noun>.ts`')).toEqual([
    'src/core',
    'tests/a/',
    'src/x.ts',
  ]);
  const all = ['src/core/a.ts', 'src/env.ts'];
  expect(
    ['src/core', 'src/core/', 'src/env', 'src/env.ts', 'src/cor', 'src/en'].filter((name) => isThere(name, all)),
  ).toEqual(['src/core', 'src/core/', 'src/env', 'src/env.ts']);
  expect(anchorsOf('## Map of the house\n### No, really')).toEqual(['#map-of-the-house', '#no-really']);
});
