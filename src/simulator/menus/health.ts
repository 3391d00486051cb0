import type { Fields } from '../command';
import type { Machine, Menus, Operation } from '../machine';
import { type Sensor, sensorsOf } from '../models';
import { printOf } from '../print';
import { chanceOf } from '../random';
import { writtenId } from '../written';

/** What a sensor says now: where it stands is the router's own, and from there it wanders a little. */
function measured({ seed }: Machine, [name, unit, least, most]: Sensor): string {
  if (unit === '') return 'ok';
  const drift = 0.15 * (chanceOf(seed, name, Math.floor(Date.now() / 10_000)) - 0.5);
  const value = least + (most - least) * (0.1 + 0.8 * chanceOf(seed, name) + drift);
  return unit === 'C' || unit === 'RPM' ? String(Math.round(value)) : value.toFixed(1);
}

const rows = (machine: Machine): Fields[] =>
  sensorsOf(machine.model).map((sensor, index) => ({
    ...{ '.id': writtenId(index + 13), name: sensor[0], value: measured(machine, sensor), type: sensor[1] },
  }));

/** Of a router without sensors RouterOS 6 has no row at all. */
function columns(machine: Machine): Fields[] {
  const sensors = sensorsOf(machine.model);
  return sensors.length === 0
    ? []
    : [Object.fromEntries(sensors.map((sensor) => [sensor[0], measured(machine, sensor)]))];
}

const [inRows, inColumns] = [printOf({ rows }), printOf({ rows: columns, isSettings: true })];

const print: Operation = {
  ...inRows,
  run: (call) => (call.machine.version.isSix ? inColumns : inRows).run(call),
};

export const healthMenus: Menus = { '/system/health': { operations: { print } } };
