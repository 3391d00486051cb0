/** A RouterOS version and what hangs on it. */
export class Version {
  readonly text: string;
  readonly major: number;
  readonly minor: number;

  constructor(text: string) {
    const [, major, minor] = /^(\d+)\.(\d+)/.exec(text) ?? [];
    if (major === undefined || minor === undefined) throw new Error(`"${text}" is no RouterOS version`);
    this.text = text;
    this.major = Number(major);
    this.minor = Number(minor);
  }

  get isSix(): boolean {
    return this.major === 6;
  }

  /** Whether this version is `major.minor` or newer. */
  isFrom(major: number, minor: number): boolean {
    return this.major > major || (this.major === major && this.minor >= minor);
  }

  /** A print without rows says `!empty`, so that a client can tell "nothing" from "no answer yet". */
  get saysEmpty(): boolean {
    return this.isFrom(7, 18);
  }

  /** Dates as 2026-01-31 instead of jan/31/2026. */
  get writesIsoDates(): boolean {
    return this.isFrom(7, 11);
  }

  /** Which features a router has been allowed by the press of its button. */
  get hasDeviceMode(): boolean {
    return this.isFrom(7, 17);
  }
}
