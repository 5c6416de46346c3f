import { describe, expect, it } from 'vitest';
import { analysisRequestedTopic, seriesAnalyzedTopic } from '../../index.js';
import { exampleAnalysis } from '../analysis.fixture.js';

const { series, partition, window } = exampleAnalysis;
const key = 'node_load1{instance="a:9100",job="host"}';

describe('the topic of analysis requests', () => {
  const topic = analysisRequestedTopic({ retentionMs: 5 });
  const request = { series, partition, windowEndMs: window.endMs, selector: 'node_load1', leftOut: [] };

  it('stands under the namespace, and keeps requests for as long as it is told', () => {
    expect([topic.name('forewarn'), topic.retentionMs]).toEqual(['forewarn.analysis-requests', 5]);
  });

  it('has a request under its series, and gives it back', () => {
    const record = topic.encode(request);
    expect([record.key, topic.key(request)]).toEqual([key, key]);
    expect(topic.decode({ ...record, headers: record.headers ?? {} })).toEqual(request);
  });
});

describe('the topic of results', () => {
  it('is called as it is told, whatever the namespace, and keeps results as the log does', () => {
    const topic = seriesAnalyzedTopic({ name: 'prometheusdata' });
    expect([topic.name('forewarn'), topic.retentionMs]).toEqual(['prometheusdata', undefined]);
  });

  it.each([
    ['protobuf', undefined],
    ['protobuf', 'protobuf'],
    ['json', 'json'],
  ] as const)(
    'has an analysis under its series in %s where told %s, and gives it back',
    (written, format) => {
      const topic = seriesAnalyzedTopic({ name: 'x', ...(format && { format }) });
      const record = topic.encode(exampleAnalysis);
      expect([record.key, topic.key(exampleAnalysis)]).toEqual([key, key]);
      expect(record.headers?.['content-type']).toContain(written);
      expect(topic.decode({ ...record, headers: record.headers ?? {} })).toEqual(exampleAnalysis);
    },
  );
});
