import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import {
  type EmbeddedPlace,
  embeddedPlace,
  type ForewarnProgram,
  spawnForewarn,
} from '../support/forewarn-program.js';
import { startTroubledPrometheus, type TroubledPrometheus } from '../support/troubled-prometheus.js';

const minuteMs = 60_000;
const error = (errorType: string) => ({ status: 'error', errorType, error: 'checksum mismatch' });

/** What REST lists. */
interface Listed {
  readonly series: string;
  readonly window: { readonly end: string; readonly sampleCount: number };
}
interface Problem {
  readonly kind: string;
  readonly name: string;
  readonly code: string;
  readonly detail: string;
}

describe('a Prometheus some of whose series go wrong', () => {
  const good = ['good{n="0"}', 'good{n="1"}', 'good{n="2"}'];
  let place: EmbeddedPlace;
  let prometheus: TroubledPrometheus;
  let forewarn: ForewarnProgram;
  let isWhole = false;

  const ask = async (query = ''): Promise<{ series: Listed[]; problems?: Problem[] }> => {
    const response = await fetch(`${place.url}/api/v1/series${query}`);
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as { series: Listed[]; problems?: Problem[] };
  };
  const problems = async () => (await ask('?problem=any')).problems ?? [];
  /** Waits until a condition holds of the analysed series. */
  const untilAnalysed = (what: string, holds: (series: readonly Listed[]) => boolean) =>
    eventually(
      what,
      async () => {
        const { series } = await ask();
        return holds(series) ? series : undefined;
      },
      180_000,
    );

  beforeAll(async () => {
    [place, prometheus] = [await embeddedPlace(), await startTroubledPrometheus()];
    const wave = (timeMs: number) => 10 + Math.sin(timeMs / 400_000);
    for (const n of ['0', '1', '2']) prometheus.series.push({ metric: 'good', labels: { n }, valueAt: wave });
    prometheus.series.push(
      { metric: 'good', labels: { n: 'corrupt' }, valueAt: wave },
      { metric: 'refused', labels: {}, valueAt: wave },
      { metric: 'mixed', labels: { pod: 'float' }, valueAt: wave },
      { metric: 'mixed', labels: { pod: 'native' }, valueAt: wave, isHistogram: true },
      {
        metric: 'partly',
        labels: {},
        valueAt: (timeMs) => (isWhole || timeMs > Date.now() - 20 * minuteMs ? wave(timeMs) : Number.NaN),
      },
    );
    prometheus.trouble = (path, selector) => {
      if (path === 'metadata') return { status: 403, body: '{"message":"Forbidden"}' };
      if (path === 'series' && selector === 'refused') return { status: 422, body: error('execution') };
      // The common query of the selector, and that of the series alone.
      if (path === 'query_range' && /^good($|.*corrupt)/.test(selector))
        return { status: 500, body: error('internal') };
      if (path === 'query_range' && selector === 'partly' && !isWhole)
        return { warnings: ['a store is down'] };
      return undefined;
    };
    const selectors = ['good', 'refused', 'mixed', 'partly'].flatMap((selector) => ['--select', selector]);
    forewarn = spawnForewarn(['start', '--prometheus', prometheus.url, ...selectors, ...place.flags]);
  });

  afterAll(async () => {
    await forewarn?.end('SIGKILL');
    await prometheus?.close();
    await place?.remove();
  });

  it('has all others analysed, round by round', async () => {
    const analysed = [...good, 'mixed{pod="float"}', 'partly'];
    const first = await untilAnalysed('the first round', (series) => series.length >= analysed.length);
    expect(first.map(({ series }) => series)).toEqual(analysed);
    const ends = new Map(first.map(({ series, window }) => [series, window.end]));
    await untilAnalysed('another round of each', (series) =>
      series.every(({ series: name, window }) => window.end > (ends.get(name) ?? '')),
    );
  }, 240_000);

  it('says which are not, and why, without the words of the server', async () => {
    const found = await eventually('four problems', async () => {
      const all = await problems();
      return all.length >= 4 ? all : undefined;
    });
    expect(found.map(({ kind, name, code }) => [kind, name, code])).toEqual([
      ['series', 'good{n="corrupt"}', 'prometheus-unavailable'],
      ['series', 'mixed{pod="native"}', 'native-histogram'],
      ['series', 'partly', 'partial-answer'],
      ['selector', 'refused', 'prometheus-rejected'],
    ]);
    expect(JSON.stringify(found)).not.toMatch(/checksum|store is down|127\.0\.0\.1/);
    const { problems: some } = await ask('?problem=native-histogram');
    expect(some?.map(({ name }) => name)).toEqual(['mixed{pod="native"}']);
  });

  it('counts them', async () => {
    const metrics = await (await fetch(`${place.operationsUrl}/metrics`)).text();
    expect(metrics).toMatch(/^forewarn_etl_problems\{subject="series"\} 3$/m);
    expect(metrics).toMatch(/^forewarn_etl_problems\{subject="selector"\} 1$/m);
    expect(metrics).toMatch(
      /^forewarn_etl_passed_over_total\{subject="series",reason="prometheus-unavailable"\} [1-9]/m,
    );
  });

  it('has a window whole that was partial, within two rounds after the source is', async () => {
    isWhole = true;
    const wholeMs = Date.now();
    const [partly] = (
      await untilAnalysed('a whole window', (series) =>
        series.some(({ series: name, window }) => name === 'partly' && window.sampleCount === 1_440),
      )
    ).filter(({ series }) => series === 'partly');
    expect(Date.parse(partly!.window.end) - wholeMs).toBeLessThan(2 * minuteMs);
    await eventually('the end of the problem', async () =>
      (await problems()).some(({ name }) => name === 'partly') ? undefined : true,
    );
  }, 240_000);
});
