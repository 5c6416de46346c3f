import { describe, expect, it } from 'vitest';
import { joinRemarks, readRemarks } from './read-remarks.js';

describe('the remarks of an answer', () => {
  it.each<[string, object, boolean]>([
    ['without remarks', {}, false],
    ['of VictoriaMetrics, whole', { isPartial: false }, false],
    ['of VictoriaMetrics, in part', { isPartial: true }, true],
    ['of VictoriaMetrics, with something else for a mark', { isPartial: 'true' }, false],
    [
      'of Thanos, with a store down',
      { warnings: ['receive series from 10.0.0.7:10901: connection refused'] },
      true,
    ],
    ['of Thanos, with no store', { warnings: ['No StoreAPIs matched for this query'] }, true],
    [
      'of Prometheus, with a remote read down',
      { warnings: ['remote_read: server returned HTTP status 503'] },
      true,
    ],
    ['of Cortex, in part', { warnings: ['Query result may contain partial data.'] }, true],
    [
      'with an annotation of the query',
      { warnings: ['PromQL warning: bucket label "le" is missing'] },
      false,
    ],
    ['with an info among the warnings', { warnings: ['PromQL info: metric might not be a counter'] }, false],
    ['with infos', { infos: ['PromQL info: metric might not be a counter', 'anything else'] }, false],
    ['with an annotation and a store down', { warnings: ['PromQL warning: x', 'store-b is down'] }, true],
    ['with null for warnings', { warnings: null, infos: null }, false],
  ])('%s tell whether it is partial', (_, envelope, expected) => {
    expect(readRemarks({ ...envelope }).isPartial).toBe(expected);
  });

  it('are told each once, warnings first', () => {
    const { warnings } = readRemarks({ infos: ['i', 'w'], warnings: ['w', 'v', 'w', 7, null] });
    expect(warnings).toEqual(['w', 'v', 'i']);
  });

  it('are bounded, whatever a server sends', () => {
    const many = Array.from({ length: 1_000 }, (_, i) => `${i} ${'x'.repeat(5_000)}`);
    const { warnings } = readRemarks({ warnings: many });
    expect(warnings).toHaveLength(20);
    expect(warnings.every((warning) => warning.length === 500)).toBe(true);
    expect(joinRemarks(many.map((warning) => readRemarks({ warnings: [warning] }))).warnings).toHaveLength(
      20,
    );
  });

  it('of one part are those of the whole', () => {
    const parts = [
      readRemarks({}),
      readRemarks({ isPartial: true, infos: ['i'] }),
      readRemarks({ infos: ['i'] }),
    ];
    expect(joinRemarks(parts)).toEqual({ warnings: ['i'], isPartial: true });
  });
});
