export { type StoredAnalysesOptions, storedAnalyses } from './analyses/stored-analyses.js';
export { createStorage, type StorageDeps } from './create-storage.js';
export { type MigrationRun, migrateDatabase } from './database/migrate-database.js';
export { type StoredTopic, storedTopic } from './stored-topic.js';
export { type StoredTopicsOptions, storedTopics } from './stored-topics.js';
export type { StoredTopicOptions } from './topic-storage.js';
