import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  logLevel,
  ResourcePatternTypes,
} from 'kafkajs';
import type { AccessRight, AccessTopic } from './kafka-access.js';

/** What an administrator of Kafka does before services start. */
export interface KafkaAdministrator {
  createTopics(topics: readonly AccessTopic[], partitions: number): Promise<void>;
  grant(user: string, rights: readonly AccessRight[]): Promise<void>;
  disconnect(): Promise<void>;
}

/** @param broker  where who comes may do everything */
export async function kafkaAdministrator(broker: string): Promise<KafkaAdministrator> {
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  return {
    async createTopics(topics, partitions) {
      await admin.createTopics({
        waitForLeaders: false,
        topics: topics.map(({ name, partitions: own, compacted }) => ({
          topic: name,
          numPartitions: own === 'KAFKA_PARTITIONS' ? partitions : own,
          configEntries: compacted ? [{ name: 'cleanup.policy', value: 'compact' }] : [],
        })),
      });
    },
    async grant(user, rights) {
      await admin.createAcls({ acl: rights.flatMap((right) => entriesOf(user, right)) });
    },
    disconnect: () => admin.disconnect(),
  };
}

const operationTypes = {
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
  Delete: AclOperationTypes.DELETE,
  Create: AclOperationTypes.CREATE,
};

const entriesOf = (user: string, { resource, name, prefixed, operations }: AccessRight) =>
  operations.map((operation) => ({
    resourceType: resource === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
    resourceName: name,
    resourcePatternType: prefixed ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
    principal: `User:${user}`,
    host: '*',
    operation: operationTypes[operation],
    permissionType: AclPermissionTypes.ALLOW,
  }));
