/**
 * The text inputs that take no secret, and what becomes of what is typed there. Everything else is typed a canary into; a new
 * input that is in neither fails tests/cli/canaries.test.ts.
 */
export const openInputs: Readonly<Record<string, string>> = {
  email: 'whom somebody is: kept in the clear, and compared',
  name: 'what something or somebody is called: lists show it',
  title: 'a case by its title: lists show it',
  symptom: 'a step of a case, which is searched and exported; README, "Limits", says what not to type there',
  text: 'a note of a case; as symptom',
  cause: 'why a case was closed; as symptom',
  reason: 'why a case was opened again; as symptom',
  remark: 'what a review says of a change that was authorised on call; as symptom',
  note: 'what goes with a case that is handed over; as symptom',
  q: 'a search for what everybody in reach may see',
  'matching.q': 'as q',
  'matching.tag': 'a tag that devices have',
  'matching.site': 'the name of a site',
  'matching.zone': 'the name of a zone',
  tag: 'a word that devices are found by',
  'tags[]': 'as tag',
  site: 'the name of a site',
  zone: 'what sites are grouped by',
  slug: 'stands in addresses of pages',
  customer: 'the name of a customer in addresses of pages',
  'customers[]': 'as customer',
  'shown[]': 'as customer',
  timeZone: 'the name of a time zone',
  address: 'where a router is',
  file: 'a list of devices: names, addresses, sites, and credentials by their name',
  fingerprint: 'of a certificate, which a router shows to anybody',
  'seen[].pin': 'as fingerprint',
  url: 'of a webhook: Super Admins see it (docs/columns.md)',
  publicUrl: 'the address people open',
  'params.*': 'of an action: the catalogue has no secret among them (tests/server/db/columns.test.ts)',
  'runs[].params.*': 'as params',
  'values.*': 'of a template: the library has no secret among them (tests/server/db/columns.test.ts)',
  template: 'a template by its name in addresses of pages',
  from: 'as template',
  document: 'a template, which everybody may read; a secret can stand in no field of it (docs/templates.md)',
  typed: 'the number of a change',
  'changeTimes.windows[].from': 'a time of day',
  'changeTimes.windows[].to': 'a time of day',
  'changeTimes.freezes[].from': 'a day and a time',
  'changeTimes.freezes[].to': 'a day and a time',
  'changeTimes.freezes[].reason': 'why nothing is changed, which everybody in reach reads',
  digest: 'of a preview, which whoever authorises it was shown',
  'changes.public-address': 'the address people open',
  'changes.mail.host': 'a mail server',
  'changes.mail.user': 'an account by its name',
  'changes.mail.from': 'an e-mail address',
  'changes.devices.ranges[]': 'networks',
  'changes.proxies.trusted[]': 'addresses of proxies',
  'changes.security.contact': 'is published',
  'changes.alarms.witnesses[]': 'hosts and ports that show whether our own link is up',
  'quietHours.from': 'a time of day',
  'quietHours.to': 'a time of day',
};

/** The same field elsewhere is none of these. */
const secretInputs: readonly string[] = ['POST /lookups text'];

/** What is neither fed a secret nor said to take none; and what is said of an input that is not there. */
export function undecided(inputs: readonly string[], fed: ReadonlySet<string>): string[] {
  const fieldOf = (input: string): string => input.split(' ').slice(2).join(' ');
  const isOpen = (input: string) => Object.hasOwn(openInputs, fieldOf(input)) && !secretInputs.includes(input);
  return [
    ...inputs
      .filter((input) => !fed.has(input) && !isOpen(input))
      .map((input) => `${input}: no canary was typed there`),
    ...Object.keys(openInputs)
      .filter((field) => !inputs.some((input) => fieldOf(input) === field))
      .map((field) => `${field}: there is no such input`),
  ];
}
