import { runMain } from '@forewarn/lifecycle';
import { migrateDatabase } from './database/migrate-database.js';

const { env, stdout, stderr } = process;

await runMain((signal) => migrateDatabase({ env, stdout, stderr, signal }));
