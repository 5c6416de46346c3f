import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstTick,
  lastTickAt,
  replayStepMs,
  replayTimeline,
  sampleIndexOfTick,
  ticksWithin,
  timeOfTick,
} from './replay-timeline.js';

const anyTimeline = fc
  .tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 5_000 }))
  .map(([anchorMs, sampleCount]) => replayTimeline(anchorMs, sampleCount));

describe('the replay timeline', () => {
  it('has the last sample at the anchor, aligned down to a whole minute', () => {
    const timeline = replayTimeline(119_999, 1537);
    expect(timeline.anchorMs).toBe(60_000);
    expect(sampleIndexOfTick(timeline, 0)).toBe(1536);
    expect(timeOfTick(timeline, 0)).toBe(60_000);
  });

  it('begins with the first sample', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        expect(sampleIndexOfTick(timeline, firstTick(timeline))).toBe(0);
        expect(timeOfTick(timeline, firstTick(timeline))).toBe(
          timeline.anchorMs - (timeline.sampleCount - 1) * replayStepMs,
        );
      }),
    );
  });

  it('goes to the next sample at each tick and from the last to the first', () => {
    fc.assert(
      fc.property(anyTimeline, fc.nat({ max: 1e7 }), (timeline, ticks) => {
        const tick = firstTick(timeline) + ticks;
        expect(sampleIndexOfTick(timeline, tick)).toBe(ticks % timeline.sampleCount);
      }),
    );
  });

  it('finds the last tick at or before any time', () => {
    fc.assert(
      fc.property(anyTimeline, fc.integer({ min: 0, max: 4e12 }), (timeline, ms) => {
        const tickMs = timeOfTick(timeline, lastTickAt(timeline, ms));
        expect(tickMs).toBeLessThanOrEqual(ms);
        expect(tickMs + replayStepMs).toBeGreaterThan(ms);
      }),
    );
  });

  it('has within a range exactly the ticks that are in it, in the history and not in the future', () => {
    const offset = fc.integer({ min: -20 * replayStepMs, max: 20 * replayStepMs });
    fc.assert(
      fc.property(anyTimeline, offset, offset, offset, (timeline, start, end, now) => {
        const range = { startMs: timeline.anchorMs + start, endMs: timeline.anchorMs + end };
        const nowMs = timeline.anchorMs + now;
        const { first, last } = ticksWithin(timeline, range, nowMs);
        for (let tick = -25; tick <= 25; tick += 1) {
          const ms = timeOfTick(timeline, tick);
          const exists = tick >= firstTick(timeline) && ms <= nowMs;
          expect(tick >= first && tick <= last).toBe(exists && ms >= range.startMs && ms <= range.endMs);
        }
      }),
    );
  });
});
