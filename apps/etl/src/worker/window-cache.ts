import type { AnalysisRequest } from '@forewarn/contracts';
import { canonicalSeries, ForewarnError, nativeHistogram } from '@forewarn/core';
import { PartialRefills } from './partial-refills.js';
import type { AnswerBySeries } from './range-reader.js';
import { RollingWindow } from './rolling-window.js';
import type { SelectorReader } from './selector-reader.js';

/** Behind by more than this, a window is fetched whole: one query for all series of a selector would be large. */
const longestExtensionMs = 3_600_000;

/** What the window cache needs. */
export interface WindowCacheOptions {
  readonly reader: SelectorReader;
  /** What a window is kept for: of an indicator's series its expression too, which may be changed. */
  readonly identify: (request: AnalysisRequest, signal: AbortSignal) => Promise<string>;
  /** Grid points of a window. */
  readonly length: number;
  readonly stepMs: number;
  /** Points this young are fetched again each round, since samples may arrive late. */
  readonly refetchMs: number;
  /** Windows that nobody asked for in this long are evicted. */
  readonly idleMs: number;
}

interface Entry {
  readonly window: RollingWindow;
  usedForMs: number;
}

/**
 * The rolling windows of the series that this worker analyses. A window is fetched whole once, series by series, and then
 * only its newest points, those of all series of a selector in one query. What a source calls partial is fetched again when it answers
 * in whole, unless it has left the window by then.
 */
export class WindowCache {
  readonly #options: WindowCacheOptions;
  readonly #refills = new PartialRefills();
  readonly #entries = new Map<string, Entry>();
  #newestEndMs = Number.NEGATIVE_INFINITY;

  constructor(options: WindowCacheOptions) {
    this.#options = options;
  }

  /** Windows held. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * The window of the requested series up to the requested end. Valid until the next call for the same series.
   * An older window than the one that is kept is fetched apart and not kept.
   *
   * @param signal  ends the fetch
   * @returns       its `partialFromMs` says whether samples may be missing that the source has
   * @throws        {ForewarnError} of the metric source, `native-histogram`; the window is then as it was
   */
  async windowFor(request: AnalysisRequest, signal: AbortSignal): Promise<RollingWindow> {
    this.#dropIdle(request.windowEndMs);
    const key = await this.#options.identify(request, signal);
    const entry = this.#entries.get(key);
    const window = entry && this.#canAdvance(entry.window, request.windowEndMs) ? entry.window : undefined;
    if (window) {
      await this.#extend(window, request, signal);
      entry!.usedForMs = request.windowEndMs;
      return window;
    }
    const fetched = await this.#fetchWhole(request, signal);
    if (!entry || entry.window.endMs < request.windowEndMs)
      this.#entries.set(key, { window: fetched, usedForMs: request.windowEndMs });
    return fetched;
  }

  /** Once a round, evicts the windows that other workers took over or whose series vanished. */
  #dropIdle(windowEndMs: number): void {
    if (windowEndMs <= this.#newestEndMs) return;
    this.#newestEndMs = windowEndMs;
    for (const [key, { usedForMs }] of this.#entries) {
      if (windowEndMs - usedForMs >= this.#options.idleMs) this.#entries.delete(key);
    }
  }

  #canAdvance(window: RollingWindow, endMs: number): boolean {
    const onGrid = (endMs - window.endMs) % this.#options.stepMs === 0;
    return onGrid && endMs >= window.endMs && endMs - window.endMs <= longestExtensionMs;
  }

  #spanMs(): number {
    return (this.#options.length - 1) * this.#options.stepMs;
  }

  async #extend(window: RollingWindow, request: AnalysisRequest, signal: AbortSignal): Promise<void> {
    const { stepMs, refetchMs, reader } = this.#options;
    const overlap = Math.ceil(refetchMs / stepMs) * stepMs;
    const fromMs = Math.max(window.endMs - overlap + stepMs, request.windowEndMs - this.#spanMs());
    const range = { startMs: fromMs, endMs: request.windowEndMs };
    const answer = await reader.together(request, range, signal);
    const samples = samplesOf(request, answer);
    window.advanceTo(request.windowEndMs);
    window.replaceFrom(fromMs, samples, answer.isPartial);
    if (!answer.isPartial) await this.#refill(window, request, signal);
  }

  /** Fetches again what was partial, now that the source answers in whole. Where that fails the window stays what it is. */
  async #refill(window: RollingWindow, request: AnalysisRequest, signal: AbortSignal): Promise<void> {
    const fromMs = window.partialFromMs;
    if (fromMs === undefined || !this.#refills.isWorthTrying(request)) return;
    const range = { startMs: fromMs, endMs: window.endMs };
    const answer = await this.#options.reader.alone(request, range, signal).catch(ForewarnError.from);
    this.#refills.tried(request, answer instanceof ForewarnError || answer.isPartial);
    if (answer instanceof ForewarnError) {
      if (answer.kind === 'internal' || answer.kind === 'cancelled') throw answer;
      return;
    }
    const samples = samplesOf(request, answer);
    // What came whole since then is not partial because this is.
    if (answer.isPartial) window.addFrom(fromMs, samples);
    else window.replaceFrom(fromMs, samples);
  }

  async #fetchWhole(request: AnalysisRequest, signal: AbortSignal): Promise<RollingWindow> {
    const { reader, length, stepMs } = this.#options;
    const window = new RollingWindow(length, stepMs, request.windowEndMs);
    const range = { startMs: window.startMs, endMs: window.endMs };
    const answer = await reader.alone(request, range, signal);
    window.replaceFrom(window.startMs, samplesOf(request, answer), answer.isPartial);
    return window;
  }
}

/** @throws {ForewarnError} `native-histogram` for a series that has nothing else */
function samplesOf({ series }: AnalysisRequest, { samples, histograms }: AnswerBySeries) {
  const key = canonicalSeries(series);
  const found = samples.get(key);
  if (found === undefined && histograms.has(key)) throw nativeHistogram(series);
  return found;
}
