/** Which router it is: another one at the same address must not get what was approved for this one. */
export interface Identity {
  /** Of the board; null: it has none, as a virtual router. */
  readonly serial: string | null;
  /** The certificate's SHA-256, 64 hex digits; null: without TLS. */
  readonly pin: string | null;
  /** `7.20.8` */
  readonly routerOs: string;
}

/** Whether it is the same box: it may run another RouterOS by now. */
export const isSameRouter = (one: Identity, other: Identity): boolean =>
  one.serial === other.serial && one.pin === other.pin;
