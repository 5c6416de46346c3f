import { z } from 'zod';
import { host, httpUrl, integer, list, port } from './fields.js';

/** How to reach Kafka, and the topic of results. */
export const kafkaSettings = {
  KAFKA_BROKERS: list().default(['127.0.0.1:9092']),
  KAFKA_TOPIC: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,200}$/, 'must be a topic name: letters, digits, dots, hyphens and underscores')
    .default('prometheusdata'),
  /** Partitions of the topics that are created: the most processes that share a topic's work. */
  KAFKA_PARTITIONS: integer(1, 1_000).default(12),
};

/** How to reach MySQL or MariaDB. */
export const mysqlSettings = {
  MYSQL_HOST: host().default('127.0.0.1'),
  MYSQL_PORT: port().default(3306),
  MYSQL_USER: z.string().default('forewarn'),
  MYSQL_PASSWORD: z.string().default(''),
  MYSQL_DATABASE: z.string().default('forewarn'),
};

/** How to reach Prometheus. */
export const prometheusSettings = {
  PROMETHEUS_URL: httpUrl().default('http://127.0.0.1:9090'),
};

/**
 * Logs, and the address of health, readiness and metrics.
 *
 * @param defaultPort  of this service, so that all of them can run on one machine
 */
export const operationsSettings = (defaultPort: number) => ({
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error').default('info'),
  OPERATIONS_HOST: host().default('127.0.0.1'),
  OPERATIONS_PORT: port().default(defaultPort),
});
