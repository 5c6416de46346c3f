import { AccessError, ForewarnError } from '@forewarn/core';
import { Registry } from '@forewarn/telemetry';
import { describe, expect, it } from 'vitest';
import { countingRefusedCallers } from './refused-callers.js';

describe('callers who are refused', () => {
  it('are counted by why, each listener for itself', async () => {
    const registry = new Registry();
    const answers = [
      new AccessError('credentials-missing', 'x'),
      new AccessError('access-denied', 'x'),
      new AccessError('credentials-missing', 'x'),
      new ForewarnError('store-unavailable', 'nobody is refused by an outage'),
    ];
    const asked = async (who: string) => {
      const failure = answers.shift();
      if (failure) throw failure;
      return who;
    };
    const http = countingRefusedCallers({ listener: 'http', registry }, asked);
    const grpc = countingRefusedCallers({ listener: 'grpc', registry }, asked);
    for (const failure of [...answers]) await expect(http('me')).rejects.toBe(failure);
    expect(await grpc('me')).toBe('me');
    const text = await registry.metrics();
    for (const [listener, code, count] of [
      ['http', 'credentials-missing', 2],
      ['http', 'access-denied', 1],
      ['http', 'credentials-invalid', 0],
      ['grpc', 'credentials-missing', 0],
    ])
      expect(text).toContain(
        `forewarn_refused_callers_total{listener="${listener}",code="${code}"} ${count}\n`,
      );
    expect(text).not.toContain('store-unavailable');
  });
});
