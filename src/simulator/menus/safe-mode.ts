import { chosen } from '../argument';
import type { Fields } from '../command';
import type { OnError } from '../history/safe-mode';
import type { Call, Menus, Operation } from '../machine';
import { printOf } from '../print';
import { Trap } from '../trap';
import { writtenFlag } from '../written';

const onErrors: readonly OnError[] = ['abort', 'ask', 'release', 'unroll'];

/** Safe mode as the session that asks sees it. */
function shown({ machine, session }: Call): Fields {
  const { holder } = machine.state.safeMode;
  return {
    enabled: writtenFlag(holder !== null),
    ...(holder === null ? {} : { user: holder.name }),
    current: writtenFlag(holder !== null && holder === session),
    ...(holder === null ? {} : { owner: 'api' }),
  };
}

const commands = (run: (call: Call, session: NonNullable<Call['session']>) => void, parameters: string[] = []) =>
  ({
    policy: 'write',
    parameters,
    isItsOwnHistory: true,
    run(call) {
      // Scripts have no session that safe mode could hang on.
      if (call.session === null) throw new Trap('Safe Mode has not been taken. Action aborted.');
      run(call, call.session);
      return null;
    },
  }) satisfies Operation;

function take(call: Call, session: NonNullable<Call['session']>): void {
  const onError = chosen('on-error', call.attributes.get('on-error') ?? 'ask', onErrors);
  const meant = onErrors.find((one) => one === onError) ?? 'ask';
  call.machine.state.safeMode.take(session, meant);
}

const printing = (rows: () => Fields[]): Operation => printOf({ rows, isSettings: true });
// What it shows depends on who asks.
const print: Operation = { ...printing(() => []), run: (call) => printing(() => [shown(call)]).run(call) };

const get: Operation = {
  policy: 'read',
  parameters: ['value-name', 'as-string', 'as-string-value'],
  run(call) {
    const fields = shown(call);
    const name = call.attributes.get('value-name');
    if (name === undefined)
      return {
        ret: Object.entries(fields)
          .map((pair) => pair.join('='))
          .join(';'),
      };
    return { ret: fields[chosen('value-name', name, ['enabled', 'user', 'current', 'owner'])] ?? '' };
  },
};

/** `/safe-mode` over the API: since 7.18. */
export const safeModeMenus: Menus = {
  '/safe-mode': {
    exists: ({ version }) => version.isFrom(7, 18),
    operations: {
      print,
      get,
      take: commands(take, ['on-error']),
      release: commands(({ machine }, session) => machine.state.safeMode.release(session)),
      unroll: commands(({ machine }, session) => machine.state.safeMode.unroll(session)),
      toggle: commands(({ machine }, session) => {
        const { safeMode } = machine.state;
        if (safeMode.holder === session) safeMode.release(session);
        else safeMode.take(session, 'ask');
      }),
    },
  },
};
