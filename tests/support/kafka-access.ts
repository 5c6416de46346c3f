import type { KafkaRight } from '@forewarn/testkit';
import access from '../../deploy/kafka-access.json' with { type: 'json' };

/** Names of what Kafka holds, as two settings say them. */
export interface KafkaNames {
  readonly KAFKA_TOPIC: string;
  readonly KAFKA_NAMESPACE: string;
}

/** A topic, as it is to be created. */
export interface AccessTopic {
  readonly name: string;
  /** `KAFKA_PARTITIONS`: as many as that setting says. */
  readonly partitions: number | 'KAFKA_PARTITIONS';
  readonly compacted?: boolean;
  /** Where Kafka's own default is not meant: for requests, as long as a window of etl. */
  readonly retentionMs?: number;
}

/** The services that use Kafka. */
export type KafkaService = keyof typeof access.rights;

/** The services that use Kafka, in the order of the document. */
export const kafkaServices = Object.keys(access.rights) as readonly KafkaService[];

/** As Kafka names things when nothing is set. */
export const defaultKafkaNames: KafkaNames = { KAFKA_TOPIC: 'prometheusdata', KAFKA_NAMESPACE: 'forewarn' };

/** All topics of an installation. */
export const topicsOf = (names: KafkaNames): AccessTopic[] =>
  (access.topics as readonly AccessTopic[]).map((topic) => ({ ...topic, name: named(topic.name, names) }));

/** What a service may do, and no more. */
export const rightsOf = (service: KafkaService, names: KafkaNames): KafkaRight[] =>
  (access.rights[service] as readonly KafkaRight[]).map((right) => ({
    ...right,
    name: named(right.name, names),
  }));

const named = (name: string, names: KafkaNames): string =>
  name.replace(/<(KAFKA_TOPIC|KAFKA_NAMESPACE)>/g, (_, setting: keyof KafkaNames) => names[setting]);
