import { Registry } from '@forewarn/telemetry';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startBench } from '../rest-bench.fixture.js';

const objectives = Array.from({ length: 30 }, (_, at) => ({ name: `o${at}`, indicator: `m${at}`, min: 1 }));

/** Warnings of Node from now on, once those that are under way have come. */
function watchWarnings() {
  const warnings: string[] = [];
  const note = ({ message }: Error) => void warnings.push(message);
  process.on('warning', note);
  onTestFinished(() => void process.off('warning', note));
  return async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return warnings;
  };
}

describe('an SLA of many objectives', () => {
  it('is judged without a warning of too many listeners', async () => {
    const warnings = watchWarnings();
    const { call } = await startBench();
    await call('POST', '/api/v1/slas', { name: 'many', objectives });
    expect((await call('GET', '/api/v1/slas/many/status')).status).toBe(200);
    expect(await warnings()).toEqual([]);
  });

  it('is scraped without one', async () => {
    const warnings = watchWarnings();
    const registry = new Registry();
    const { call } = await startBench({ registry });
    await call('POST', '/api/v1/slas', { name: 'many', objectives });
    expect(await registry.metrics()).toContain('forewarn_objective_state{');
    expect(await warnings()).toEqual([]);
  });
});

describe('many requests at once', () => {
  it('are answered without a warning of too many listeners', async () => {
    const warnings = watchWarnings();
    const { call } = await startBench();
    const answers = await Promise.all(Array.from({ length: 40 }, () => call('GET', '/api/v1/status')));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await warnings()).toEqual([]);
  });
});
