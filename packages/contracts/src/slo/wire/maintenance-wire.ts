import { type Maintenance, maintenanceLimits, whyNotMaintenance } from '@forewarn/slo';
import { invalidEvent } from '../../encoding/event-error.js';
import { ensure } from '../../encoding/field-checks.js';
import { rangeFromWire, rangeToWire } from '../../encoding/range-wire.js';
import type {
  Maintenance__Output,
  Maintenance as WireMaintenance,
} from '../../generated/forewarn/events/v1/Maintenance.js';

/** The protobuf form of planned maintenance. */
export const maintenanceToWire = (all: readonly Maintenance[]): WireMaintenance[] =>
  all.map((each) => ('cron' in each ? { recurring: each } : { once: rangeToWire(each) }));

/**
 * Planned maintenance of an event, by the limits that REST has.
 *
 * @throws {ForewarnError} `invalid-event`, also for a cron or a time zone that cannot be had
 */
export function maintenanceFromWire(all: readonly Maintenance__Output[]): readonly Maintenance[] {
  const { mostEntries } = maintenanceLimits;
  ensure(
    all.length <= mostEntries,
    'maintenance',
    `has ${all.length} entries, at most ${mostEntries} may be`,
  );
  return all.map((wire, at) => {
    const each = oneFromWire(`maintenance[${at}]`, wire);
    const problem = whyNotMaintenance(each);
    ensure(problem === undefined, `maintenance[${at}]`, problem ?? '');
    return each;
  });
}

function oneFromWire(at: string, { once, recurring }: Maintenance__Output): Maintenance {
  if (once) return rangeFromWire(once);
  if (!recurring) throw invalidEvent(at, 'neither happens once nor recurs');
  const { cron, timeZone, durationMs } = recurring;
  return { cron, timeZone, durationMs };
}
