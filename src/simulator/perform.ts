import { observe } from './history/difference';
import { told } from './history/telling';
import type { Call, Ending, Operation } from './machine';

/** Carries a command out, and writes down what it did to the configuration. */
export async function perform(operation: Operation, call: Call): Promise<Ending> {
  const { policy, run, isItsOwnHistory = false } = operation;
  if (policy === 'read' || policy === 'test' || isItsOwnHistory) return run(call);
  const end = observe(call.machine.state);
  try {
    const ending = run(call);
    // Most are over at once: then nobody else's change can be taken for theirs.
    return ending instanceof Promise ? await ending : ending;
  } finally {
    // Half a deed is one too: what was done before the trap stays done.
    write(call, end());
  }
}

function write({ machine: { state }, account }: Call, did: ReturnType<ReturnType<typeof observe>>): void {
  if (did === null) return;
  state.safeMode.makeRoom();
  state.history.add({
    ...{ at: Date.now(), by: account.name, policy: 'write', did, ...told(did) },
    state: state.safeMode.holder === null ? 'undoable' : 'floating',
  });
  state.changed();
}
