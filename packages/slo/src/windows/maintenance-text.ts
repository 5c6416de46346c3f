import type { Maintenance } from './maintenance.js';

/** The stored form of planned maintenance: JSON. */
export const maintenanceText = (all: readonly Maintenance[]): string => JSON.stringify(all);

/** @throws {Error} for what is not the stored form */
export function maintenanceOf(text: string): readonly Maintenance[] {
  const all: unknown = JSON.parse(text);
  if (Array.isArray(all) && all.every(isMaintenance)) return all;
  throw new Error('it is no list of maintenance');
}

function isMaintenance(value: unknown): value is Maintenance {
  const { startMs, endMs, cron, durationMs, timeZone } = (value ?? {}) as Record<string, unknown>;
  return typeof cron === 'string'
    ? typeof durationMs === 'number' && typeof timeZone === 'string'
    : typeof startMs === 'number' && typeof endMs === 'number';
}
