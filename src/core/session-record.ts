import type { DeviceId } from './ids';
import type { RunRow, ToldRun } from './runs';
import type { ToldSession, ToldStep } from './sessions';

/** A device as it was when it was added to the session. Null: it had not said. */
export interface RecordedDevice {
  readonly id: DeviceId;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly transport: 'tls' | 'plain';
  readonly model: string | null;
  readonly version: string | null;
}

/**
 * A session whole, as it is exported. It holds nothing that changes by itself, such as the RouterOS that a device runs by
 * now: a case that nobody went on with has the same record for ever. Its JSON text is the record: the PDF and the CSV are made from it, and SHA-256 over
 * its UTF-8 bytes is what the audit and the PDF name. The order of the keys is that of these interfaces.
 */
export interface SessionRecord {
  readonly v: 1;
  readonly session: ToldSession;
  readonly devices: readonly RecordedDevice[];
  readonly steps: readonly ToldStep[];
  /** In the order of their steps. */
  readonly runs: readonly RecordedRun[];
}

/** `rows` are the rows themselves here; `rowCount` is how many there were, which is more where the export has a cap. */
export interface RecordedRun extends Omit<ToldRun, 'rows' | 'isStopping'> {
  readonly rowCount: number;
  readonly rows: readonly RunRow[];
}

/** All of a record but the rows. */
export interface RecordHead extends Omit<SessionRecord, 'runs'> {
  readonly runs: readonly Omit<RecordedRun, 'rows'>[];
}
