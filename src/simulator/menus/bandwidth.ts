import type { Menus } from '../machine';
import { printOf } from '../print';

const path = '/tool/bandwidth-server';

/** Whether others may test the line to this router. */
export const bandwidthMenus: Menus = {
  [path]: {
    operations: {
      print: printOf({
        isSettings: true,
        rows: ({ state }) => state.table(path).items.map(({ fields }) => fields),
      }),
    },
  },
};
