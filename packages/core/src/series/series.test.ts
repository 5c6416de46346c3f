import { describe, expect, it } from 'vitest';
import { canonicalSeries, labelValue, partitionOf } from './series.js';

describe('canonicalSeries', () => {
  it('sorts labels by name, whatever their order', () => {
    expect(canonicalSeries({ metric: 'up', labels: { b: '2', a: '1', B: '3' } })).toBe(
      'up{B="3",a="1",b="2"}',
    );
  });

  it('is the metric name alone where there are no labels', () => {
    expect(canonicalSeries({ metric: 'up', labels: {} })).toBe('up');
  });

  it('escapes backslashes, quotes and line feeds', () => {
    expect(canonicalSeries({ metric: 'm', labels: { path: 'C:\\new "x"\n' } })).toBe(
      'm{path="C:\\\\new \\"x\\"\\n"}',
    );
  });
});

describe('labelValue', () => {
  it.each(['constructor', 'toString', '__proto__'])('takes an absent label named %s for empty', (name) => {
    expect(labelValue({}, name)).toBe('');
  });
});

describe('partitionOf', () => {
  const labels = { instance: 'host:9100', mountpoint: '/home', device: 'sda1' };

  it('is the value of the first label that the series has', () => {
    expect(partitionOf({ metric: 'm', labels })).toBe('sda1');
    expect(partitionOf({ metric: 'm', labels }, ['pod', 'instance', 'device'])).toBe('host:9100');
  });

  it('passes over an empty value', () => {
    expect(partitionOf({ metric: 'm', labels: { ...labels, device: '' } })).toBe('/home');
  });

  it('is default where the series has none of them', () => {
    expect(partitionOf({ metric: 'm', labels: {} }, ['constructor'])).toBe('default');
  });
});
