import {
  duration,
  type Environment,
  kafkaContradictions,
  kafkaSettings,
  loadSettings,
  mysqlContradictions,
  mysqlSettings,
  operationsMistakes,
  operationsSettings,
} from '@forewarn/config';

const shape = {
  ...kafkaSettings,
  ...mysqlSettings,
  ...operationsSettings(9202),
  /** How long forecasts, aggregates, tests, execution times and verdicts are kept. */
  STORAGE_RETENTION: duration().default(7 * 86_400_000),
};

/**
 * Reads the settings of a storage process.
 *
 * @param env  such as `process.env`
 * @throws     {ForewarnError} `config-invalid`
 */
export const loadStorageSettings = (env: Environment) =>
  loadSettings(shape, env, kafkaContradictions, mysqlContradictions, operationsMistakes);

/** What the settings say of the parts of storage. */
export const storageOptions = (settings: ReturnType<typeof loadStorageSettings>) => ({
  namespace: settings.KAFKA_NAMESPACE,
  topicPartitions: settings.KAFKA_PARTITIONS,
});
