import { currentRanges } from '../db/configuration';
import { hear } from '../db/notices';
import { RouterFault } from '../routeros/fault';

/**
 * The ranges that devices may be in, read once and again when somebody changed them. While they cannot be read nobody is
 * connected to.
 */
export class AllowedRanges {
  #known: Promise<readonly string[]> | null = null;
  #stopHearing: () => void = () => undefined;

  /** From now on a change is heard of. `onChange`: connections that are open may not be allowed any more. */
  begin(onChange: () => void): void {
    let isFirst = true;
    this.#stopHearing = hear('routeward_configuration', (name) => {
      if (name !== null && name !== 'devices.ranges') return;
      this.#known = null;
      // The first silence is that of the beginning: nothing is open yet.
      if (!isFirst || name !== null) onChange();
      isFirst = false;
    });
  }

  end(): void {
    this.#stopHearing();
  }

  /** Throws RouterFault `addressRefused` where what was kept cannot be read: a fence that nobody understands lets nobody through. */
  async now(): Promise<readonly string[]> {
    this.#known ??= currentRanges().then(readable);
    const asked = this.#known;
    try {
      return await asked;
    } catch (error) {
      if (this.#known === asked) this.#known = null;
      throw error;
    }
  }
}

function readable(ranges: readonly string[] | null): readonly string[] {
  if (ranges !== null) return ranges;
  throw new RouterFault('addressRefused', 'the allowed ranges that are kept cannot be read: set devices.ranges anew');
}
