import { describe, expect, it } from 'vitest';
import { Counter, createMetricsRegistry } from './index.js';

describe('createMetricsRegistry', () => {
  it('holds the metrics of the process and what is registered with it', async () => {
    const registry = createMetricsRegistry();
    new Counter({ name: 'forewarn_tests_total', help: 'Tests', registers: [registry] }).inc(2);
    const text = await registry.metrics();
    expect(text).toContain('forewarn_tests_total 2');
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('shares nothing with another registry', async () => {
    const registers = [createMetricsRegistry(), createMetricsRegistry()];
    for (const registry of registers)
      new Counter({ name: 'same_total', help: 'Same', registers: [registry] });
    expect(await registers[1]!.getSingleMetricAsString('same_total')).toContain('same_total 0');
  });
});
