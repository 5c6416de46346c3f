import {
  type Environment,
  host,
  kafkaContradictions,
  kafkaSettings,
  loadSettings,
  mysqlContradictions,
  mysqlSettings,
  operationsMistakes,
  operationsSettings,
  port,
} from '@forewarn/config';

const shape = {
  ...kafkaSettings,
  ...mysqlSettings,
  ...operationsSettings(9299),
  NOTES_HOST: host().default('127.0.0.1'),
  NOTES_PORT: port().default(8099),
  NOTES_GRPC_PORT: port().default(50_099),
};

export const loadNotesSettings = (env: Environment) =>
  loadSettings(shape, env, kafkaContradictions, mysqlContradictions, operationsMistakes);
