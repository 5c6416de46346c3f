import { parseSelector } from '@forewarn/core';
import { boundsOfRatio, type Indicator, type Sla } from '@forewarn/slo';

const gibibyte = 2 ** 30;
const twelveHoursMs = 12 * 3_600_000;

const sample = (
  name: string,
  description: string,
  indicator: string,
  bounds: { min?: number; max?: number },
): Sla => ({
  name,
  description,
  objectives: [
    { name, indicator: parseSelector(indicator), bounds, target: 0.95, window: { rollingMs: twelveHoursMs } },
  ],
});

/** What the samples of SLAs are about, where that is more than a selector. */
export const sampleIndicators: readonly Indicator[] = [
  {
    name: 'good-requests',
    description: 'Sample: share of requests that were answered without an error',
    definition: {
      ratio: {
        counted: 'bad',
        events: parseSelector('http_requests_total{code=~"5.."}'),
        total: parseSelector('http_requests_total'),
        by: [],
        idle: 'good',
      },
    },
  },
  {
    name: 'p99-latency',
    description: 'Sample: seconds within which 99 % of requests are answered',
    definition: {
      expression: 'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))',
    },
  },
];

/**
 * One SLA per recorded metric, with bounds that show every state to somebody who looks at the replay for its first minutes:
 * open files are over their bound, free memory is about to fall under its own, the others hold. The last one is about a service that was recorded: a ratio
 * and a latency.
 */
export const sampleSlas: readonly Sla[] = [
  sample(
    'memory-free',
    'Sample: free memory stays above 14.75 GiB',
    'node_memory_MemFree_bytes{job="host"}',
    { min: 14.75 * gibibyte },
  ),
  sample(
    'memory-available',
    'Sample: available memory stays above 12 GiB',
    'node_memory_MemAvailable_bytes{job="host"}',
    { min: 12 * gibibyte },
  ),
  sample(
    'scratch-free',
    'Sample: the scratch file system keeps 1.6 GiB free',
    'node_filesystem_free_bytes{job="host",mountpoint="/mnt/scratch"}',
    { min: 1.6 * gibibyte },
  ),
  sample(
    'root-available',
    'Sample: the root file system keeps 50 GiB for users',
    'node_filesystem_avail_bytes{job="host",mountpoint="/"}',
    { min: 50 * gibibyte },
  ),
  sample('open-files', 'Sample: at most 1,150 file handles are open', 'node_filefd_allocated{job="host"}', {
    max: 1_150,
  }),
  {
    name: 'shop',
    description:
      'Sample: a shop answers 99.9 % of its requests without an error, and 99 % of them within 100 ms',
    objectives: [
      {
        name: 'no errors',
        indicator: parseSelector('forewarn_indicator{indicator="good-requests"}'),
        ...boundsOfRatio(0.999),
        target: 0.999,
        window: { rollingMs: twelveHoursMs },
      },
      {
        name: 'quick',
        indicator: parseSelector('forewarn_indicator{indicator="p99-latency"}'),
        bounds: { max: 0.1 },
        target: 0.95,
        window: { rollingMs: twelveHoursMs },
      },
    ],
  },
];
