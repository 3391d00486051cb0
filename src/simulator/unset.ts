import { chosen, needed } from './argument';
import { named, refuseDynamic } from './edit';
import type { Operation } from './machine';

/** `unset`: takes one of these properties away from rows, as if nobody had ever set it. */
export const unsetting = (path: string, names: readonly string[]): Operation => ({
  policy: 'write',
  parameters: ['numbers', '.id', 'value-name'],
  run(call) {
    const name = chosen('value-name', needed(call, 'value-name'), names);
    const { state } = call.machine;
    for (const item of named(call, path)) {
      refuseDynamic(item);
      state.table(path).unset(item, [name]);
      state.log('system,info', `item changed by api:${call.account.name}`);
    }
    return null;
  },
});
