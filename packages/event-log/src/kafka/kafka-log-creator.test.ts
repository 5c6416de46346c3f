import { type LogFields, silentLogger } from '@forewarn/core';
import { logLevel } from 'kafkajs';
import { expect, it } from 'vitest';
import { kafkaLogCreator } from './kafka-log-creator.js';

it('passes on what kafkajs logs, its errors as warnings and its chat as detail', () => {
  const lines: [string, LogFields, string][] = [];
  const line = (level: string) => (fields: LogFields, message: string) =>
    void lines.push([level, fields, message]);
  const write = kafkaLogCreator({
    ...silentLogger,
    warn: line('warn'),
    debug: line('debug'),
    error: line('error'),
  })(logLevel.INFO);
  const log = {
    timestamp: '2026-01-01T00:00:00Z',
    logger: 'kafkajs',
    message: 'Closed',
    broker: 'b:1',
    stack: 'at…',
    error: 'The coordinator is loading',
  };
  write({ namespace: 'Connection', level: logLevel.ERROR, label: 'ERROR', log });
  write({ namespace: 'Consumer', level: logLevel.INFO, label: 'INFO', log });
  const refusal = {
    ...log,
    message: 'Response CreateTopics(key: 19, version: 3)',
    error: 'Topic creation errors',
  };
  write({ namespace: 'Connection', level: logLevel.ERROR, label: 'ERROR', log: refusal });
  expect(lines).toEqual([
    ['warn', { kafkajs: 'Connection', broker: 'b:1', reason: 'The coordinator is loading' }, 'Closed'],
    ['debug', { kafkajs: 'Consumer', broker: 'b:1', reason: 'The coordinator is loading' }, 'Closed'],
    ['debug', expect.objectContaining({ reason: 'Topic creation errors' }), expect.any(String)],
  ]);
});
