'use client';

import { useEffect, useState } from 'react';

interface Zones {
  /** The browser's own. */
  readonly own: string;
  readonly all: readonly string[];
}

/** What the server renders, and the browser at first: neither knows the other's zone, and their lists differ. */
const unknown: Zones = { own: 'UTC', all: ['UTC'] };

function zonesHere(): Zones {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { own, all: [...new Set(['UTC', own, ...Intl.supportedValuesOf('timeZone')])].sort() };
}

interface TimeZoneFieldProps {
  /** `null`: nobody has chosen, so it is the browser's own. */
  readonly value: string | null;
  readonly onChange: (zone: string) => void;
}

/** A select that always holds a zone, in the form's data too: `timeZone`. */
export function TimeZoneField({ value, onChange }: TimeZoneFieldProps) {
  const [zones, setZones] = useState(unknown);
  useEffect(() => setZones(zonesHere()), []);
  const shown = value ?? zones.own;
  return (
    <label className="grid gap-1">
      Time zone
      <select
        className="field w-full"
        name="timeZone"
        value={shown}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {(zones.all.includes(shown) ? zones.all : [shown, ...zones.all]).map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </select>
    </label>
  );
}
