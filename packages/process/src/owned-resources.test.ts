import { ForewarnError } from '@forewarn/core';
import { recordingLogger } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { withResources } from './owned-resources.js';

const failure = (text: string) => new ForewarnError('store-unavailable', text);

function bench() {
  const closed: string[] = [];
  const resource = (name: string, error?: Error) => ({
    name,
    close: async () => {
      closed.push(name);
      if (error) throw error;
    },
  });
  return { closed, resource, logger: recordingLogger() };
}

describe('withResources', () => {
  it('gives the result, and closes the last resource first', async () => {
    const { closed, resource, logger } = bench();
    const result = await withResources(logger, async (own) => {
      own(resource('event log'));
      return own(resource('store')).name;
    });
    expect(result).toBe('store');
    expect(closed).toEqual(['store', 'event log']);
  });

  it('keeps the first error of the run, and closes all the same', async () => {
    const { closed, resource, logger } = bench();
    const first = failure('the run failed');
    const running = withResources(logger, async (own) => {
      own(resource('event log'));
      own(resource('store', failure('a close failed')));
      throw first;
    });
    await expect(running).rejects.toBe(first);
    expect(closed).toEqual(['store', 'event log']);
    expect(logger.messages('error')).toEqual(['a resource could not be closed cleanly']);
  });

  it('closes what is left behind one that cannot be closed, and throws the first such error', async () => {
    const { closed, resource, logger } = bench();
    const first = failure('store');
    const running = withResources(logger, async (own) => {
      own(resource('event log', failure('event log')));
      own(resource('store', first));
    });
    await expect(running).rejects.toBe(first);
    expect(closed).toEqual(['store', 'event log']);
    expect(logger.messages('error')).toHaveLength(2);
  });

  it('closes what was opened when the next cannot be', async () => {
    const { closed, resource, logger } = bench();
    const running = withResources(logger, async (own) => {
      own(resource('event log'));
      throw failure('no store');
    });
    await expect(running).rejects.toMatchObject({ message: 'no store' });
    expect(closed).toEqual(['event log']);
  });
});
