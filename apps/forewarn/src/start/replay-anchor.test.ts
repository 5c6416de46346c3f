import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replayAnchor } from './replay-anchor.js';

const minuteMs = 60_000;
const nowMs = Date.UTC(2026, 10, 21, 12, 0, 20);

describe('the anchor of the replay', () => {
  let directory: string;
  let file: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(os.tmpdir(), 'forewarn-anchor-'));
    file = path.join(directory, 'replay.json');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is set by the first start, on a minute and in the future', () => {
    const anchorMs = replayAnchor(file, nowMs);
    expect(anchorMs % minuteMs).toBe(0);
    expect(anchorMs).toBeGreaterThan(nowMs);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ anchor: new Date(anchorMs).toISOString() });
  });

  it('is kept by every later start', () => {
    const anchorMs = replayAnchor(file, nowMs);
    expect(replayAnchor(file, nowMs + 90 * 86_400_000)).toBe(anchorMs);
  });

  it.each([
    ['is no JSON', '{"anchor":'],
    ['holds no time', '{"anchor":"yesterday"}'],
    ['holds a time between minutes', '{"anchor":"2026-11-21T12:00:30Z"}'],
  ])('is not made up anew when the file %s', (_, text) => {
    writeFileSync(file, text);
    expect(() => replayAnchor(file, nowMs)).toThrow(
      /replay\.json cannot be read: delete its directory to begin anew/,
    );
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});
