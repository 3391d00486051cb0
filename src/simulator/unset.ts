import { chosen, needed } from './argument';
import type { Operation } from './machine';
import { named } from './named';
import { refuseDynamic } from './order';

/** `unset`: takes one of these properties away from rows, as if nobody had ever set it. */
export const unsetting = (path: string, names: readonly string[], isBuiltin = false): Operation => ({
  policy: 'write',
  parameters: ['numbers', '.id', 'value-name'],
  run(call) {
    const name = chosen('value-name', needed(call, 'value-name'), names);
    const { state } = call.machine;
    for (const item of named(call, path)) {
      refuseDynamic(item, 'change', isBuiltin);
      state.table(path).unset(item, [name]);
      state.log('system,info', `item changed by api:${call.account.name}`);
    }
    return null;
  },
});
