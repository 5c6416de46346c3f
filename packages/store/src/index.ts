export { createMysqlStore, type MysqlStoreOptions } from './mysql/create-mysql-store.js';
export { createSqliteStore, type SqliteStoreOptions } from './sqlite/create-sqlite-store.js';
export type { Store } from './store.js';
