import { ForewarnError, type MetricType } from '@forewarn/core';
import { recordingLogger } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { PickySource } from '../picky-source.fixture.js';
import { SourceProbe } from '../source/source-probe.js';
import { MetricTypes } from './metric-types.js';

const { signal } = new AbortController();

function bench() {
  const source = new PickySource();
  const logger = recordingLogger();
  const types = new MetricTypes(source, new SourceProbe(source), logger);
  return { source, logger, typeOf: (metric: string): Promise<MetricType> => types.typeOf(metric, signal) };
}

describe('MetricTypes', () => {
  it.each([
    new ForewarnError('prometheus-unavailable', 'HTTP status 501'),
    new ForewarnError('prometheus-rejected', 'HTTP status 403'),
    new ForewarnError('prometheus-malformed', 'method not allowed'),
    new ForewarnError('prometheus-timeout', 'late'),
  ])('leaves it to the name where the source tells none: $code', async (failure) => {
    const { source, logger, typeOf } = bench();
    source.typeFailing.set('m', failure);
    expect([await typeOf('m'), await typeOf('m')]).toEqual(['unknown', 'unknown']);
    expect(logger.lines.map(({ fields }) => fields.metric)).toEqual(['m']);
  });

  it('goes on with what the source told before, so that a counter does not become a gauge', async () => {
    const { source, typeOf } = bench();
    source.types.set('m', 'counter');
    expect(await typeOf('m')).toBe('counter');
    source.typeFailing.set('m', new ForewarnError('prometheus-timeout', 'late'));
    expect(await typeOf('m')).toBe('counter');
  });

  it('fails while the source is away, so that the batch comes again', async () => {
    const { source, typeOf } = bench();
    source.failure = new ForewarnError('prometheus-unavailable', 'away');
    await expect(typeOf('m')).rejects.toBe(source.failure);
  });
});
