import { nothingGiven, sentenceOf } from '../../actions/compile';
import type { Parameter } from '../../actions/parameter';
import type { Sentence } from '../../actions/sentence';
import type { SentenceForm } from '../../actions/sentence-form';
import { matching } from './matching';

/** More rows than that are not judged: what is behind them is not known. */
export const mostRead = 2_000;

const always = { since: '7.9', until: '7.99', words: [], deadline: { baseMs: 15_000 }, rowCap: mostRead + 1 } as const;
const rule = ['.id', 'chain', 'action', 'jump-target', 'to-addresses', 'to-ports', 'disabled', 'invalid', ...matching];
const named = (name: string) => [{ query: name, anyOf: name }] as const;

/**
 * What our own path to a router hangs on, as it is read before a change that could touch it; each is what steps and rows call
 * its menu. Nobody can choose these, and no secret is among the fields.
 */
export const pathForms = {
  '/ip/service': {
    ...{ ...always, path: '/ip/service/print' },
    fields: ['.id', 'name', 'port', 'address', 'disabled', 'dynamic', 'local', 'remote'],
  },
  '/ip/address': {
    ...{ ...always, path: '/ip/address/print' },
    fields: ['.id', 'address', 'network', 'interface', 'actual-interface', 'disabled', 'invalid', 'dynamic'],
  },
  '/interface': {
    ...{ ...always, path: '/interface/print' },
    fields: ['.id', 'name', 'type', 'running', 'disabled', 'dynamic'],
  },
  '/interface/vlan': {
    ...{ ...always, path: '/interface/vlan/print' },
    fields: ['.id', 'name', 'interface', 'vlan-id', 'disabled'],
  },
  '/interface/bridge': {
    ...{ ...always, path: '/interface/bridge/print' },
    fields: ['.id', 'name', 'vlan-filtering', 'pvid', 'frame-types', 'disabled'],
  },
  '/interface/bridge/port': {
    ...{ ...always, path: '/interface/bridge/port/print' },
    fields: ['.id', 'bridge', 'interface', 'pvid', 'frame-types', 'disabled', 'dynamic'],
  },
  '/interface/bridge/vlan': {
    ...{ ...always, path: '/interface/bridge/vlan/print' },
    fields: ['.id', 'bridge', 'vlan-ids', 'tagged', 'untagged', 'disabled', 'dynamic'],
  },
  '/interface/list': { ...always, path: '/interface/list/print', fields: ['.id', 'name', 'include', 'exclude'] },
  '/interface/list/member': {
    ...{ ...always, path: '/interface/list/member/print' },
    fields: ['.id', 'list', 'interface', 'disabled', 'dynamic'],
  },
  '/ip/firewall/raw': { ...always, path: '/ip/firewall/raw/print', fields: rule },
  '/ip/firewall/nat': { ...always, path: '/ip/firewall/nat/print', fields: rule },
  '/ip/firewall/filter': { ...always, path: '/ip/firewall/filter/print', fields: rule },
  // Only the lists that rules mention, the networks that hold our address, and the neighbour that answers go to.
  '/ip/firewall/address-list': {
    ...{ ...always, path: '/ip/firewall/address-list/print', words: named('list') },
    fields: ['.id', 'list', 'address', 'disabled', 'dynamic'],
  },
  '/ip/route': {
    ...{ ...always, path: '/ip/route/print', words: named('dst-address') },
    fields: [
      ...['.id', 'dst-address', 'gateway', 'immediate-gw', 'distance', 'routing-table', 'blackhole', 'active'],
      ...['connect', 'dynamic', 'disabled'],
    ],
  },
  '/ip/arp': {
    ...{ ...always, path: '/ip/arp/print', words: named('address') },
    fields: ['address', 'mac-address', 'interface'],
  },
  '/interface/bridge/host': {
    ...{ ...always, path: '/interface/bridge/host/print', words: named('mac-address') },
    fields: ['mac-address', 'bridge', 'on-interface', 'local'],
  },
} as const satisfies Readonly<Record<string, SentenceForm>>;

export type PathMenu = keyof typeof pathForms;

/** Those that are read as a whole. */
// safe: `pathForms` is a literal; its keys are exactly these.
export const wholeMenus = (Object.keys(pathForms) as PathMenu[]).filter((menu) => pathForms[menu].words.length === 0);

/** All rows of a menu; or those of which one field has one of these values. Throws AppError for what no word may hold. */
export function pathSentence(menu: PathMenu, among: readonly string[] = []): Sentence {
  const form: SentenceForm = pathForms[menu];
  const [word] = form.words;
  if (word === undefined || !('anyOf' in word)) return sentenceOf(form, nothingGiven);
  const parameter: Parameter = {
    ...{ name: word.anyOf, title: word.anyOf, kind: 'text', max: 4096, isRequired: true },
    explained: 'What our own path hangs on.',
  };
  return sentenceOf(form, { ...nothingGiven, values: { [word.anyOf]: among }, parameters: [parameter] });
}
