import { randomUUID } from 'node:crypto';

/** Names that no other test uses, with the settings that say so to services. */
export function newRun(brokers: string, partitions: number) {
  const run = randomUUID().slice(0, 8);
  const topic = `results-${run}`;
  const env = {
    KAFKA_BROKERS: brokers,
    KAFKA_TOPIC: topic,
    KAFKA_NAMESPACE: `run-${run}`,
    KAFKA_PARTITIONS: String(partitions),
  };
  return { run, topic, env };
}
