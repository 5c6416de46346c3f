import { parseSelector } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { indicatorNameOf, selectsIndicator } from './indicator.js';
import { identityOf, withIndicators } from './indicator-source.js';

describe('a selector of an indicator', () => {
  it.each([
    ['forewarn_indicator{indicator="ratio"}', true],
    ['forewarn_indicator{job="a",indicator="ratio"}', true],
    ['forewarn_indicator{indicator="other"}', false],
    ['forewarn_indicator{indicator!="ratio"}', false],
    ['forewarn_indicator{job="ratio"}', false],
    ['forewarn_indicator', false],
    ['up{indicator="ratio"}', false],
  ])('%s is about the indicator ratio: %s', (text, isAbout) => {
    expect(selectsIndicator(parseSelector(text), 'ratio')).toBe(isAbout);
  });

  it('is about the one that its label equals, whatever its other labels are', () => {
    const name = (text: string) => indicatorNameOf(parseSelector(text));
    expect(name('forewarn_indicator{job="a",indicator="ratio"}')).toBe('ratio');
    expect(name('up{indicator="ratio"}')).toBeUndefined();
    expect(() => name('forewarn_indicator{indicator!="ratio"}')).toThrow(/say which one, as in forewarn_/);
  });
});

describe('what decides which samples a selector has', () => {
  const find = async (name: string) => ({ name, description: 'of it', definition: { expression: 'a / b' } });

  it('is its text, and the definition of its indicator', async () => {
    expect(await identityOf(parseSelector('up{job="a"}'), find)).toBe('up{job="a"}');
    expect(await identityOf(parseSelector('forewarn_indicator{indicator="ratio"}'), find)).toBe(
      'forewarn_indicator{indicator="ratio"} {"expression":"a / b"}',
    );
  });
});

describe('an indicator whose definition cannot be read', () => {
  it('is refused with what is wrong and what to do', async () => {
    const nothing = async () => {
      throw new Error('nothing is asked');
    };
    const scraped = {
      queryExpression: nothing,
      queryRange: nothing,
      rawSamples: nothing,
      listSeries: nothing,
      metricType: nothing,
      check: nothing,
    };
    const definition = { unreadable: 'it has another form' };
    const source = withIndicators(scraped, async (name) => ({ name, description: '', definition }));
    const selector = parseSelector('forewarn_indicator{indicator="ratio"}');
    await expect(source.listSeries(selector, { startMs: 0, endMs: 1 })).rejects.toMatchObject({
      code: 'objective-unreadable',
      message: 'what is stored of the indicator ratio cannot be read: it has another form; replace it',
      details: { indicator: 'ratio' },
    });
  });
});
