import kafkajs from 'kafkajs';

// Node finds only some names of this CommonJS module by itself.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, Kafka, logLevel, ResourcePatternTypes } =
  kafkajs;

/** What a user may do with one topic or group, or with all whose names begin so. */
export interface KafkaRight {
  readonly resource: 'topic' | 'group';
  readonly name: string;
  readonly prefixed?: boolean;
  readonly operations: readonly (keyof typeof operationTypes)[];
}

const operationTypes = {
  All: AclOperationTypes.ALL,
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
  Create: AclOperationTypes.CREATE,
  Delete: AclOperationTypes.DELETE,
};

/**
 * Grants rights to users of a broker of `startSecureKafka`.
 *
 * @param broker  where who comes may do everything: the handle's `address`
 */
export async function grantKafkaRights(
  broker: string,
  rights: Readonly<Record<string, readonly KafkaRight[]>>,
): Promise<void> {
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const acl = Object.entries(rights).flatMap(([user, all]) => all.flatMap((right) => entriesOf(user, right)));
  await admin.createAcls({ acl });
  await admin.disconnect();
}

const entriesOf = (user: string, { resource, name, prefixed, operations }: KafkaRight) =>
  operations.map((operation) => ({
    resourceType: resource === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
    resourceName: name,
    resourcePatternType: prefixed ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
    principal: `User:${user}`,
    host: '*',
    operation: operationTypes[operation],
    permissionType: AclPermissionTypes.ALLOW,
  }));
