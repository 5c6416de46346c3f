import type { KafkaRight } from '@forewarn/testkit';
import {
  type AccessTopic,
  defaultKafkaNames,
  type KafkaService,
  kafkaServices,
  rightsOf,
  topicsOf,
} from './kafka-access.js';

const settingNames = { KAFKA_TOPIC: '<KAFKA_TOPIC>', KAFKA_NAMESPACE: '<KAFKA_NAMESPACE>' };

/** The table of rights in docs/access-to-servers.md, from its data. */
export const rightsTable = (): string =>
  [
    '| service | | name | operations |',
    '|---|---|---|---|',
    ...kafkaServices.flatMap((service) =>
      rightsOf(service, settingNames).map((right) => rowOf(service, right)),
    ),
  ].join('\n');

const rowOf = (service: KafkaService, { resource, name, prefixed, operations }: KafkaRight): string =>
  `| ${service} | ${resource} | \`${name}${prefixed ? '*' : ''}\` | ${operations.join(', ')} |`;

/** The commands that grant the rights of a service, as the document has them. */
export const grantCommands = (service: KafkaService, user: string): string =>
  rightsOf(service, defaultKafkaNames)
    .map((right) => grantCommand(user, right))
    .join('\n');

function grantCommand(user: string, { resource, name, prefixed, operations }: KafkaRight): string {
  const what = `--${resource} ${name}${prefixed ? ' --resource-pattern-type prefixed' : ''}`;
  const how = operations.map((operation) => `--operation ${operation}`).join(' ');
  return `kafka-acls.sh --bootstrap-server kafka:9092 --add --allow-principal User:${user} ${how} ${what}`;
}

/** The commands that create the topics, as the document has them. */
export const topicCommands = (): string => topicsOf(defaultKafkaNames).map(topicCommand).join('\n');

function topicCommand({ name, partitions, compacted, retentionMs }: AccessTopic): string {
  const count = partitions === 'KAFKA_PARTITIONS' ? 12 : partitions;
  const configs = [
    'compression.type=producer',
    ...(retentionMs === undefined ? [] : [`retention.ms=${retentionMs}`]),
    ...(compacted ? ['cleanup.policy=compact'] : []),
  ];
  const config = configs.map((entry) => `--config ${entry}`).join(' ');
  return `kafka-topics.sh --bootstrap-server kafka:9092 --create --topic ${name} --partitions ${count} ${config}`;
}
