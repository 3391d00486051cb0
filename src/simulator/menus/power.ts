import type { Menus, Operation } from '../machine';

const reboot: Operation = {
  policy: 'reboot',
  parameters: [],
  run({ machine, account }) {
    machine.state.log('system,info', `reboot requested by api:${account.name}`);
    machine.reboot();
    return null;
  },
};

export const powerMenus: Menus = { '/system': { operations: { reboot } } };
