import { describe, expect, it } from 'vitest';
import { runForewarn } from '../support/forewarn-program.js';
import { rangeResponse, regularSeries } from '../support/range-response.js';
import { linesOf, startSeconds, wave } from './analyzed.js';

describe('what forewarn prints of text from elsewhere', () => {
  const hostile = 'a\u001b[2J\u007f\u009b31m\u202eb\u200bc';

  it('is exact JSON of analyze, without anything that a terminal would obey', async () => {
    const body = rangeResponse([regularSeries({ job: hostile }, startSeconds, 60, wave(50))]);
    const { stdout } = await runForewarn(['analyze', '-'], { input: body });
    expect(stdout).toMatch(/^[\x20-\x7e\n]+$/);
    expect(linesOf(stdout)[0].series.labels.job).toBe(hostile);
  });

  it.each([
    ['a file that is not there', ['analyze', hostile], 1],
    ['a file that is not JSON', ['analyze', '-'], 1],
    ['a selector that is none', ['start', '--select', `up{${hostile}`], 2],
    ['a command that is none', [hostile], 2],
    ['a directory that cannot be', ['start', '--data-dir', `/dev/null/${hostile}`], 1],
  ])('is harmless in what is said of %s', async (_, args, wanted) => {
    const { code, stdout, stderr } = await runForewarn(args, { input: hostile });
    expect([code, stdout]).toEqual([wanted, '']);
    expect(stderr).toMatch(/^[^\p{Cc}\p{Cf}]+(\n[^\p{Cc}\p{Cf}]+)*\n$/u);
  });
});
