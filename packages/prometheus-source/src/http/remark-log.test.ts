import { ForewarnError, type LogFields, type Logger, silentLogger } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { createRemarkLog } from './remark-log.js';

function bench() {
  const lines: [level: string, fields: LogFields][] = [];
  const logger: Logger = {
    ...silentLogger,
    info: (fields) => void lines.push(['info', fields]),
    warn: (fields) => void lines.push(['warn', fields]),
  };
  const clock = { nowMs: 1_000 };
  return { lines, clock, log: createRemarkLog(logger, 'http://prometheus', () => clock.nowMs) };
}

describe('what answers say about themselves is logged', () => {
  it('once a kind, whatever it names and counts, and again after an hour', () => {
    const { lines, clock, log } = bench();
    const remark = (metric: string) => ({
      warnings: [`PromQL info: metric might not be a counter: "${metric}" (1:${metric.length})`],
      isPartial: false,
    });
    for (const metric of ['a', 'bb', 'ccc']) log.remarks(remark(metric));
    expect(lines).toEqual([['info', { target: 'http://prometheus', warnings: remark('a').warnings }]]);
    clock.nowMs += 3_600_001;
    log.remarks(remark('a'));
    expect(lines).toHaveLength(2);
  });

  it('as a warning when something may be missing, with or without words', () => {
    const { lines, log } = bench();
    log.remarks({ warnings: [], isPartial: true });
    log.remarks({ warnings: [], isPartial: true });
    log.remarks({ warnings: ['store-b is down'], isPartial: true });
    expect(lines.map(([level, { warnings }]) => [level, warnings])).toEqual([
      ['warn', []],
      ['warn', ['store-b is down']],
    ]);
  });

  it('not at all when there is nothing to say', () => {
    const { lines, log } = bench();
    log.remarks({ warnings: [], isPartial: false });
    log.histograms({ histograms: [] });
    expect(lines).toEqual([]);
  });

  it('when the types of metrics cannot be looked up, once a reason', () => {
    const { lines, log } = bench();
    const refused = (status: number, metric: string) =>
      new ForewarnError('prometheus-rejected', `no ${metric}`, { details: { status } });
    for (const error of [refused(403, 'a'), refused(403, 'b'), refused(422, 'a')]) log.metadataFailed(error);
    expect(lines.map(([level, { error }]) => [level, (error as Error).message])).toEqual([
      ['warn', 'no a'],
      ['warn', 'no a'],
    ]);
  });

  it('for native histograms once a metric, with an example', () => {
    const { lines, log } = bench();
    const histogram = (metric: string, pod: string) => ({ metric, labels: { pod } });
    const histograms = [histogram('spent', '1'), histogram('spent', '2'), histogram('waited', '1')];
    log.histograms({ histograms });
    log.histograms({ histograms });
    expect(lines.map(([level, { code, series }]) => [level, code, series])).toEqual([
      ['warn', 'native-histogram', 'spent{pod="1"}'],
      ['warn', 'native-histogram', 'waited{pod="1"}'],
    ]);
  });
});
