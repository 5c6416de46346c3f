export {
  createEmbeddedEventLog,
  type EmbeddedEventLogOptions,
} from './embedded/create-embedded-event-log.js';
export { createKafkaEventLog, type KafkaEventLogOptions } from './kafka/create-kafka-event-log.js';
