import type { Fields } from '../command';
import type { Machine, Menu, Menus } from '../machine';
import { type Printed, printOf, rowOf, rowsOf } from '../print';
import { between } from '../random';
import { since } from '../seed/ppp';
import { writtenUptime } from '../written';

/** Rows with how long it has been so, under the name that the protocol gives it. */
const lasting =
  (path: string, name: string, tell: (seconds: number, row: Fields) => Fields = () => ({})) =>
  (machine: Machine): Fields[] =>
    machine.state.table(path).items.map((item) => {
      const { [since]: began = '0', ...row } = rowOf(item, machine);
      const seconds = Math.max(0, (Date.now() - Number(began)) / 1000);
      return { ...row, [name]: writtenUptime(seconds), ...tell(seconds, row) };
    });

const six = ({ version }: Machine): boolean => version.isSix;
const seven = ({ version }: Machine): boolean => !version.isSix;
const printed = (rows: Printed['rows'], exists?: Menu['exists']): Menu => ({
  operations: { print: printOf({ rows }) },
  ...(exists === undefined ? {} : { exists }),
});

/** Hellos come every ten seconds, and forty without one are the end. */
const waiting = (machine: Machine): Fields[] =>
  lasting('/routing/ospf/neighbor', 'adjacency', (seconds, { address = '' }) =>
    machine.version.isSix ? {} : { timeout: `${40 - ((Math.floor(seconds) + between(0, 9, address)) % 10)}s` },
  )(machine);

const bfd = lasting('/routing/bfd/session', 'uptime', (seconds) => {
  const packets = String(Math.floor(seconds * 5));
  return { 'packets-rx': packets, 'packets-tx': packets };
});
const bgp = lasting('/routing/bgp/session', 'uptime');

export const routingMenus: Menus = {
  '/routing/ospf/neighbor': printed(waiting),
  '/routing/bgp/session': printed(bgp, seven),
  '/routing/bgp/peer': {
    // What is configured alone, unless the state is asked for.
    operations: {
      print: {
        ...printOf({ rows: bgp }),
        parameters: ['.proplist', 'proplist', 'status', 'detail', 'count-only', 'where', 'numbers', '.id', 'as-value'],
      },
    },
    exists: six,
  },
  '/routing/bfd/session': printed(bfd, ({ version }) => version.isFrom(7, 11)),
  '/routing/bfd/neighbor': printed(bfd, six),
  // The mpls package of RouterOS 6 is not enabled here.
  '/mpls/ldp': printed(rowsOf('/mpls/ldp'), seven),
  '/mpls/ldp/neighbor': printed(rowsOf('/mpls/ldp/neighbor'), seven),
};
