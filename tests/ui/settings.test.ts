import { expect, test } from 'vitest';
import { settingNames } from '@/core/configuration/settings';
import { sectionViews } from '@/ui/settings/section-views';
import { changesIn, typedIn } from '@/ui/settings/view';

const fields = (section: string) =>
  sectionViews(settingNames.map((name) => ({ name, value: name === 'results.days' ? 60 : null, isSet: false }))).find(
    ({ id }) => id === section,
  )?.fields ?? [];
const typed = (values: Readonly<Record<string, string>>) => (name: string) => values[name] ?? '';

test('every setting has a field in one section', () => {
  const all = sectionViews([]).flatMap((section) => section.fields.map(({ name }) => name));
  expect(all.toSorted()).toEqual([...settingNames].sort());
});

test('only what differs from what was shown is changed; an emptied field goes back to how it comes', () => {
  expect(changesIn(fields('results'), typed({ 'results.days': '60' }))).toEqual({});
  expect(changesIn(fields('results'), typed({ 'results.days': ' 30 ' }))).toEqual({ 'results.days': 30 });
  expect(changesIn(fields('results'), typed({}))).toEqual({ 'results.days': null });
});

test('a security contact that is saved as it is is said anew: it is published for another year', () => {
  const contact = { 'security.contact': 'mailto:security@example.net' };
  expect(changesIn(fields('security'), typed(contact))).toEqual(contact);
});

test('mail is saved whole, without a password that nobody typed', () => {
  const server = { 'mail.host': 'mail.example.net', 'mail.security': 'tls', 'mail.from': 'r@example.net' };
  const changes = changesIn(fields('mail'), typed(server));
  expect(changes).toEqual({ ...server, 'mail.port': null, 'mail.user': null });
  expect(changesIn(fields('mail'), typed({ ...server, 'mail.password': ' spaced ' }))['mail.password']).toBe(
    ' spaced ',
  );
});

test('what is no number is not sent as one, nor as nothing', () => {
  expect(typedIn('number', 'many')).toBe('many');
  expect(typedIn('number', '-3')).toBe('-3');
  expect(typedIn('list', '10.20.0.0/16\n 10.30.0.0/16,2001:db8::/32')).toEqual([
    '10.20.0.0/16',
    '10.30.0.0/16',
    '2001:db8::/32',
  ]);
});
