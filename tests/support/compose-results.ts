import type { ComposeStack } from './compose-stack.js';
import { eventually } from './eventually.js';
import { dumpTables, openTestDatabase, type TestDatabase } from './test-database.js';

/** Rounds of ten seconds instead of a minute, so that a test sees many of them; series that begin to exist with the stack. */
export const quickRounds = { ETL_INTERVAL: '10s', ETL_STEP: '5s', ETL_WINDOW: '10m', ETL_SETTLE: '2s' };
const intervalMs = 10_000;

/** One stored analysis: a series and a window's end. */
export interface StoredWindow {
  readonly series: string;
  readonly endMs: number;
}

const rootPasswords = new WeakMap<ComposeStack, Promise<string>>();

/** Read once a stack. */
function rootPassword(stack: ComposeStack): Promise<string> {
  const known =
    rootPasswords.get(stack) ?? stack.secrets().then((secrets) => secrets.get('database-root/password')!);
  rootPasswords.set(stack, known);
  return known;
}

async function withDatabase<Result>(
  stack: ComposeStack,
  name: string,
  use: (database: TestDatabase) => Promise<Result>,
): Promise<Result> {
  const address = {
    host: '127.0.0.1',
    port: Number(stack.env.MYSQL_PORT),
    ssl: { rejectUnauthorized: false },
  };
  const account = { user: 'root', password: await rootPassword(stack) };
  const database = await openTestDatabase({ ...address, ...account }, name);
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

/** Every analysis that the stack has stored, in the order of time. */
export const storedWindows = (stack: ComposeStack): Promise<StoredWindow[]> =>
  withDatabase(stack, 'forewarn', async (database) =>
    (
      await database.query<{ series: string; endMs: string }>(
        'SELECT series_id AS series, window_end_ms AS endMs FROM execution_time ORDER BY window_end_ms, series_id',
      )
    ).map(({ series, endMs }) => ({ series: String(series), endMs: Number(endMs) })),
  );

/** Waits until a whole round that ended behind a time is stored: as many series as there have ever been. */
export const roundStoredAfter = (stack: ComposeStack, sinceMs: number): Promise<number> =>
  eventually(
    'a round that ended later is stored',
    async () => {
      const windows = await storedWindows(stack);
      const known = new Set(windows.map(({ series }) => series)).size;
      const later = windows.filter(({ endMs }) => endMs > sinceMs);
      for (const { endMs } of later)
        if (later.filter((window) => window.endMs === endMs).length === known) return endMs;
      return undefined;
    },
    180_000,
  );

/** The windows that a series should have between two of its own and does not: `series end`. */
export function missingWindows(windows: readonly StoredWindow[], fromMs: number, toMs: number): string[] {
  const stored = new Set(windows.map(({ series, endMs }) => `${series} ${endMs}`));
  const missing: string[] = [];
  const first = Math.ceil(fromMs / intervalMs) * intervalMs;
  for (const series of new Set(windows.map((window) => window.series)))
    for (let endMs = first; endMs <= toMs; endMs += intervalMs)
      if (!stored.has(`${series} ${endMs}`)) missing.push(`${series} ${new Date(endMs).toISOString()}`);
  return missing;
}

/** Of the results, which both read: the topics under the namespace are not the same for the two. */
const offsetsStored = async (database: TestDatabase): Promise<number> => {
  const [row] = await database.query<{ total: string | null }>(
    "SELECT SUM(next_offset) AS total FROM consumer_offset WHERE topic = 'prometheusdata'",
  );
  return Number(row?.total ?? 0);
};

/** Consumer groups differ between the two, by intent. */
const notCompared = ['consumer_offset'];

/**
 * Reads the whole topic of results once more, from its first offset, into a database of its own, by a storage that nobody disturbs. What the stack has
 * stored is complete and free of duplicates when both hold the same rows. The stack's etl is stopped for it.
 *
 * @returns both dumps, by table
 */
export async function storedAndReplayed(
  stack: ComposeStack,
): Promise<{ stored: Record<string, string[]>; replayed: Record<string, string[]>; events: number }> {
  await stack.compose(['stop', 'etl']);
  await withDatabase(stack, 'forewarn', (database) =>
    database.query('CREATE DATABASE replayed CHARACTER SET utf8mb4'),
  );
  await withDatabase(stack, 'replayed', (database) =>
    database.query("GRANT ALL PRIVILEGES ON replayed.* TO 'forewarn'@'%'"),
  );
  const variables = { MYSQL_DATABASE: 'replayed', KAFKA_NAMESPACE: 'replayed' };
  const flags = Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  await stack.compose(['run', '--detach', '--no-deps', ...flags, 'storage']);
  const events = await untilBothHaveRead(stack);
  const stored = await withDatabase(stack, 'forewarn', (database) => dumpTables(database, notCompared));
  const replayed = await withDatabase(stack, 'replayed', (database) => dumpTables(database, notCompared));
  return { stored, replayed, events };
}

/** Waits until both have read the same number of events, and no more came for a while. */
async function untilBothHaveRead(stack: ComposeStack): Promise<number> {
  let since = { events: -1, atMs: 0 };
  return eventually(
    'the replay has read what the stack has read',
    async () => {
      const stored = await withDatabase(stack, 'forewarn', offsetsStored);
      const replayed = await withDatabase(stack, 'replayed', offsetsStored).catch(() => -1);
      if (stored !== replayed || stored !== since.events) since = { events: replayed, atMs: Date.now() };
      return stored > 0 && stored === replayed && Date.now() - since.atMs > 5_000 ? stored : undefined;
    },
    120_000,
  );
}
