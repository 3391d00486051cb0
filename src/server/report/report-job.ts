import type { Actor } from '@/core/runs';

/** What the PDF says of itself: where the session stands, and who exported which record. */
export interface ReportCover {
  /** Of the session's page, absolute. */
  readonly url: string;
  /** As it is called now, and the zone whose times stand beside UTC. */
  readonly customer: { readonly name: string; readonly timeZone: string };
  /** ISO 8601, UTC. */
  readonly exportedAt: string;
  readonly exportedBy: Actor;
  /** Over the record's UTF-8 bytes, 64 hex digits. */
  readonly sha256: string;
}

/** What a worker is started with: the UTF-8 text of a SessionRecord, which is the worker's from then on. */
export interface ReportJob {
  readonly record: Uint8Array;
  readonly cover: ReportCover;
}
