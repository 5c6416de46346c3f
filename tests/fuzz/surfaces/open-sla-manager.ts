import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeMetricSource } from '@forewarn/testkit';
import { apiInfo } from '../../../apps/sla-manager/src/api-info.js';
import { createSlaManager } from '../../../apps/sla-manager/src/sla-manager.js';
import { createHttpListener } from '../../../packages/http/src/index.js';
import { createSqliteStore } from '../../../packages/store/src/index.js';
import { pages } from '../../../packages/web/src/index.js';
import { existingSla } from '../wild/http-request.js';

/** An SLA manager that runs. */
export interface OpenSlaManager {
  readonly port: number;
  /** Removes the SLAs that requests have made, and brings back the one that exists. */
  forgetSlas(): Promise<void>;
  close(): Promise<void>;
}

const minuteMs = 60_000;
const sla = {
  name: existingSla,
  description: '',
  objectives: [
    {
      name: 'load',
      indicator: { metric: 'node_load1', matchers: [] },
      bounds: { max: 2 },
      target: 0.9,
      windowMs: 60 * minuteMs,
    },
  ],
};

/** Starts the SLA manager behind the real listener, at a free port of 127.0.0.1, on a store in a file and two series. */
export async function openSlaManager(): Promise<OpenSlaManager> {
  const directory = mkdtempSync(join(tmpdir(), 'forewarn-fuzz-'));
  const store = createSqliteStore({ file: join(directory, 'store.db') });
  const source = new FakeMetricSource('gauge');
  for (const instance of ['a', 'b'])
    source.add({ metric: 'node_load1', labels: { instance } }, (ms) => Math.sin(ms / 1e6));
  const version = '0.0.0';
  const about = { mode: 'distributed' as const, source: 'two series', profile: 'default' };
  const { services, routes } = createSlaManager({ store, source, about, version });
  const limits = { requestsPerMinute: 1_000_000_000 };
  const listener = createHttpListener({
    host: '127.0.0.1',
    port: 0,
    routes,
    info: apiInfo(version),
    pages,
    ...limits,
  });
  const parts = [listener, ...services];
  for (const part of parts) await part.start(AbortSignal.timeout(30_000));
  await store.createSla(sla);
  const original = JSON.stringify(await store.listSlas());
  return {
    port: listener.port,
    async forgetSlas() {
      const all = await store.listSlas();
      if (JSON.stringify(all) === original) return;
      for (const { name } of all) await store.deleteSla(name);
      await store.createSla(sla);
    },
    async close() {
      for (const part of parts.toReversed()) await part.stop();
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
}
