import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './run-command.js';
import { requireProgram } from './server-programs.js';
import { ServerStartError } from './server-start-error.js';
import { tsdbFolder } from './start-prometheus.js';

/**
 * Writes samples of the past into the data directory of a Prometheus that does not run yet.
 *
 * @param dataDir          directory to give to `startPrometheus` afterwards; created when absent
 * @param openMetricsText  OpenMetrics with timestamps in seconds, ending in `# EOF`
 * @throws {ServerStartError} when promtool is absent or refuses the text
 */
export async function backfillPrometheus(
  dataDir: string,
  openMetricsText: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const promtool = await requireProgram('promtool');
  await mkdir(tsdbFolder(dataDir), { recursive: true });
  const input = join(dataDir, 'backfill.om');
  await writeFile(input, openMetricsText);
  const args = ['tsdb', 'create-blocks-from', 'openmetrics', '--quiet', input, tsdbFolder(dataDir)];
  const { code, output } = await runCommand(promtool, args, { ...options, timeoutMs: 300_000 });
  await rm(input);
  if (code !== 0)
    throw new ServerStartError(`promtool could not write the samples to ${dataDir}:\n${output}`);
}
