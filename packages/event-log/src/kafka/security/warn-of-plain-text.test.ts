import { type LogFields, silentLogger } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { createKafkaEventLog } from '../create-kafka-event-log.js';
import type { KafkaTls } from './kafka-security.js';

/** The warnings of a log that is opened for these brokers; nothing is connected. */
function warningsOf(brokers: readonly string[], tls?: KafkaTls): [LogFields, string][] {
  const warnings: [LogFields, string][] = [];
  const logger = {
    ...silentLogger,
    child: () => logger,
    warn: (fields: LogFields, text: string) => void warnings.push([fields, text]),
  };
  const sasl = { mechanism: 'PLAIN', username: 'etl', password: 'hunter2' } as const;
  createKafkaEventLog({ brokers, clientId: 'test', logger, sasl, tls });
  return warnings;
}

describe('a password without TLS', () => {
  it('to another machine is warned of, with the brokers and without the password', () => {
    const warnings = warningsOf(['127.0.0.1:9092', 'kafka:9092']);
    expect(warnings).toEqual([
      [
        { brokers: ['kafka:9092'], mechanism: 'PLAIN' },
        expect.stringMatching(/^the password goes to Kafka in plain text/),
      ],
    ]);
    expect(JSON.stringify(warnings)).not.toContain('hunter2');
  });

  it.each([
    ['to this machine', ['localhost:9092', '[::1]:9092'], undefined],
    ['under TLS', ['kafka:9092'], {}],
  ])('%s is not warned of', (_, brokers, tls) => {
    expect(warningsOf(brokers, tls)).toEqual([]);
  });
});
