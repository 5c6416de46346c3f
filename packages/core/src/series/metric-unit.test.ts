import { describe, expect, it } from 'vitest';
import { metricUnit } from './metric-unit.js';

describe('metricUnit', () => {
  it.each([
    ['node_memory_MemFree_bytes', 'bytes'],
    ['node_network_receive_bytes_total', 'bytes/s'],
    ['process_cpu_seconds_total', 'seconds/s'],
    ['http_requests_total', 'per second'],
    ['http_request_duration_seconds', 'seconds'],
    ['cache_hit_ratio', 'ratio'],
    ['battery_charge_percent', 'percent'],
    ['node_hwmon_temp_celsius', 'celsius'],
    ['node_load1', 'none'],
  ])('tells the unit of %s', (metric, unit) => {
    expect(metricUnit(metric)).toBe(unit);
  });
});
