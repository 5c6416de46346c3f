import { describe, expect, it } from 'vitest';
import { exampleAnalysis } from '../analysis.fixture.js';
import { analysisFromJson } from './analysis-from-json.js';
import { analysisToJson } from './analysis-to-json.js';

describe('the JSON form of an analysis', () => {
  it('has the names of the protobuf message, times in RFC 3339 and null for NaN', () => {
    const json = analysisToJson(exampleAnalysis);
    expect(json.window.start).toBe('2025-01-01T11:58:00.000Z');
    expect(json.decomposition).toMatchObject({ model: 'additive', trend: [null, 2, null] });
    expect(json.dickeyFuller).toMatchObject({
      criticalValues: { percent1: -3.4, percent5: -2.9, percent10: -2.6 },
    });
    expect(json.forecast).toMatchObject({ points: [{ timestamp: '2025-01-01T12:01:00.000Z', mean: 4 }, {}] });
    expect(json.aggregates).toMatchObject({
      bins: [{ standardDeviation: null }, { standardDeviation: 1.4 }],
    });
  });

  it('puts the reason in the place of a stage without a result', () => {
    const gap = { reason: 'gap', detail: '17 minutes are missing' };
    expect(analysisToJson({ ...exampleAnalysis, forecast: gap }).forecast).toEqual(gap);
  });

  it('is plain data that reads back', () => {
    const text = JSON.stringify(analysisToJson(exampleAnalysis));
    expect(analysisFromJson(JSON.parse(text))).toEqual(exampleAnalysis);
  });

  it('reads what was written before forecasts had a backtest', () => {
    const { forecast, ...rest } = JSON.parse(JSON.stringify(analysisToJson(exampleAnalysis)));
    const { backtest: _, ...older } = forecast;
    expect(analysisFromJson({ ...rest, forecast: older }).forecast).toMatchObject({ backtest: null });
  });

  it('says which field is missing or of another type', () => {
    const json = { ...analysisToJson(exampleAnalysis), aggregates: { bins: [{ binMs: '1h' }] } };
    expect(() => analysisFromJson(json)).toThrow('aggregates.bins[0].binMs is not a number');
    expect(() => analysisFromJson([])).toThrow('the event is not a JSON object');
    expect(() => analysisFromJson({})).toThrow('series is not a JSON object');
  });

  it('takes times with an offset and rejects those without', () => {
    const json = analysisToJson(exampleAnalysis);
    const at = (start: string) => ({ ...json, window: { ...json.window, start } });
    expect(analysisFromJson(at('2025-01-01T12:58:00+01:00'))).toEqual(exampleAnalysis);
    expect(() => analysisFromJson(at('2025-01-01T11:58:00'))).toThrow('window.start');
  });
});
