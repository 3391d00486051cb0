import { byteSize } from '@/core/shown/format';
import type { DiskUse } from './view';

const families: Readonly<Record<string, string>> = {
  audit: 'Audit log',
  results: 'Results of runs',
  sessions: 'Sessions',
  devices: 'Devices and how they are',
  other: 'Everything else',
};

const size = (bytes: number): string => byteSize(BigInt(Math.round(bytes)));

export function DiskUseFacts({ use: { database, families: each, disk } }: { readonly use: DiskUse }) {
  return (
    <dl className="facts">
      <dt>Database</dt>
      <dd>{size(database)}</dd>
      {each.map(({ family, bytes }) => (
        <div key={family} className="contents">
          <dt>{families[family] ?? family}</dt>
          <dd>{size(bytes)}</dd>
        </div>
      ))}
      <dt>Disk of the data directory</dt>
      <dd>{disk === null ? 'unknown' : `${size(disk.free)} free of ${size(disk.total)}`}</dd>
    </dl>
  );
}
