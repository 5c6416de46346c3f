import { describe, expect, it } from 'vitest';
import { fakeService } from './fake-service.fixture.js';
import { sharedReadiness } from './readiness.js';

/** A service whose checks are counted and end when told, watched at a clock that stands still. */
function bench() {
  let checks = 0;
  let nowMs = 0;
  let end: (problem?: Error) => void = () => {};
  const check = () => {
    checks += 1;
    return new Promise<void>((resolve, reject) => {
      end = (problem) => (problem ? reject(problem) : resolve());
    });
  };
  const ask = sharedReadiness([fakeService('storage', [], { check })], {
    timeoutMs: 60_000,
    keptMs: 3_000,
    nowMs: () => nowMs,
  });
  return {
    ask,
    checks: () => checks,
    end: (problem?: Error) => end(problem),
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('readiness', () => {
  it('is found out once for all who ask meanwhile, however long it takes', async () => {
    const { ask, checks, end, pass } = bench();
    const first = ask();
    pass(20_000);
    const others = [ask(), ask()];
    expect(checks()).toBe(1);
    end();
    for (const answer of [first, ...others]) expect((await answer).isReady).toBe(true);
    expect(checks()).toBe(1);
  });

  it.each([
    ['ready', undefined],
    ['not ready', new Error('no database')],
  ])('holds for a while when it is %s, and is then found out again', async (_, problem) => {
    const { ask, checks, end, pass } = bench();
    const first = ask();
    end(problem);
    expect((await first).isReady).toBe(problem === undefined);
    pass(2_999);
    expect(await ask()).toEqual(await first);
    expect(checks()).toBe(1);
    pass(1);
    const second = ask();
    expect(checks()).toBe(2);
    end(problem ? undefined : new Error('gone'));
    expect((await second).isReady).toBe(problem !== undefined);
  });
});
