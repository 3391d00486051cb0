import { AppError } from '@/core/errors';
import { once } from '../process';

/**
 * How many files are held in memory at once while they are sent: a file is whole before its first byte leaves, and whoever
 * reads it slowly holds it for as long. Places are few, and fewer for one person.
 */
export class ExportPlaces {
  readonly #held = new Map<symbol, string>();

  constructor(
    readonly mostEach: number,
    readonly mostInAll: number,
  ) {}

  /** A place for `who`: it is given back by what this returns, or when `left` aborts. Throws `tooMany` where there is none. */
  take(who: string, left?: AbortSignal): () => void {
    const own = [...this.#held.values()].filter((one) => one === who).length;
    if (own >= this.mostEach)
      throw new AppError('tooMany', `You are downloading ${own} exports already: wait for one, or stop its download.`);
    if (this.#held.size >= this.mostInAll)
      throw new AppError('tooMany', 'Too many exports are being downloaded at this moment. Try again in a minute.');
    const place = Symbol(who);
    this.#held.set(place, who);
    const leave = () => {
      this.#held.delete(place);
      left?.removeEventListener('abort', leave);
    };
    left?.addEventListener('abort', leave, { once: true });
    if (left?.aborted === true) leave();
    return leave;
  }
}

/** A place for one person’s file, until it is given back or `left` aborts. Throws `tooMany`. */
export const takeExportPlace = (who: string, left: AbortSignal | undefined): (() => void) =>
  once('export.places', () => new ExportPlaces(2, 6)).take(who, left);
