export {
  createEmbeddedEventLog,
  type EmbeddedEventLogOptions,
} from './embedded/create-embedded-event-log.js';
