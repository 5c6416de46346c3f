import { readFileSync } from 'node:fs';
import {
  objectiveEvaluatedTopic,
  seriesAnalyzedTopic,
  seriesProblemsTopic,
  serviceLevelsTopic,
} from '@forewarn/contracts';
import { expect, it } from 'vitest';
import { deadLetterTopicOf } from '../../apps/storage/src/dead-letters.js';
import { defaultKafkaNames, topicsOf } from '../support/kafka-access.js';
import { grantCommands, rightsTable, topicCommands } from '../support/kafka-access-document.js';

const page = readFileSync(new URL('../../docs/access-to-servers.md', import.meta.url), 'utf8');

it.each([
  ['rights', rightsTable()],
  ['commands', grantCommands('etl', 'forewarn-etl')],
  ['topics', topicCommands()],
])('docs/access-to-servers.md has the %s of deploy/kafka-access.json', (_, text) => {
  expect(page).toContain(`\n${text}\n`);
});

it('the topics of deploy/kafka-access.json are as services create them', () => {
  const results = seriesAnalyzedTopic({ name: 'prometheusdata' });
  const stored = [results, seriesProblemsTopic, objectiveEvaluatedTopic];
  const created = [...stored, ...stored.map(deadLetterTopicOf), serviceLevelsTopic].map((topic) => ({
    name: topic.name('forewarn'),
    partitions: topic.partitions ?? 'KAFKA_PARTITIONS',
    ...(topic.retentionMs !== undefined && { retentionMs: topic.retentionMs }),
    ...(topic.compacted && { compacted: true }),
  }));
  expect(topicsOf(defaultKafkaNames)).toEqual(expect.arrayContaining(created));
});
