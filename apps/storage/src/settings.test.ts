import { describe, expect, it } from 'vitest';
import { loadStorageSettings } from './settings.js';

describe('loadStorageSettings', () => {
  it('keeps history for a week unless told otherwise', () => {
    expect(loadStorageSettings({})).toMatchObject({
      STORAGE_RETENTION: 604_800_000,
      KAFKA_TOPIC: 'prometheusdata',
      MYSQL_HOST: '127.0.0.1',
      OPERATIONS_PORT: 9202,
    });
  });

  it('reports every mistake of every group', () => {
    const env = { STORAGE_RETENTION: 'long', KAFKA_BROKERS: 'kafka', MYSQL_PORT: 'x', LOG_LEVEL: 'loud' };
    expect(() => loadStorageSettings(env)).toThrow(
      expect.objectContaining({ details: { mistakes: expect.objectContaining({ length: 4 }) } }),
    );
  });
});
