import type { AuditExportFormat } from '@/core/audit/exports';
import { type AuditQuery, auditQueryText } from '@/core/audit/query';
import { counted } from '@/core/shown/format';

/** `1 entry`, `1,204 entries`. */
export const entriesIn = (count: number): string => counted(count, 'entry', 'entries');

export const formatWords = { csv: 'CSV', json: 'JSON lines' } as const satisfies Record<AuditExportFormat, string>;

/** The query in a few words, for the heading. */
export const queryWords = (query: AuditQuery): string => auditQueryText(query) || 'every outcome, every action';
