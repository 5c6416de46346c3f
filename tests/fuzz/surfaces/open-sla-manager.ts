import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessSettings, loadSettings } from '@forewarn/config';
import { anybody } from '@forewarn/core';
import { createProcessAccess } from '@forewarn/process';
import { FakeMetricSource } from '@forewarn/testkit';
import { apiInfo } from '../../../apps/sla-manager/src/api-info.js';
import { createSlaManager } from '../../../apps/sla-manager/src/sla-manager.js';
import { createHttpListener } from '../../../packages/http/src/index.js';
import { createSqliteStore } from '../../../packages/store/src/index.js';
import { pages } from '../../../packages/web/src/index.js';
import { existingIndicator, existingSla } from '../wild/rest-documents.js';

/** An SLA manager that runs. */
export interface OpenSlaManager {
  readonly port: number;
  /** Removes the SLAs and indicators that requests have made, and brings back those that exist. */
  forgetWritten(): Promise<void>;
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
      window: { rollingMs: 60 * minuteMs },
    },
  ],
};

const indicator = { name: existingIndicator, description: '', definition: { expression: 'node_load1 / 2' } };

/** Starts the SLA manager behind the real listener, at a free port of 127.0.0.1, on a store in a file and two series. */
export async function openSlaManager(): Promise<OpenSlaManager> {
  const directory = mkdtempSync(join(tmpdir(), 'forewarn-fuzz-'));
  const store = createSqliteStore({ file: join(directory, 'store.db') });
  const source = new FakeMetricSource('gauge');
  for (const instance of ['a', 'b'])
    source.add({ metric: 'node_load1', labels: { instance } }, (ms) => Math.sin(ms / 1e6));
  source.expressions.set(indicator.definition.expression, 'node_load1').set('up', 'node_load1');
  const version = '0.0.0';
  const about = { mode: 'distributed' as const, source: 'two series', profile: 'default' };
  const settings = loadSettings(accessSettings, { ACCESS: 'required', ACCESS_ADMIN_KEY: 'a'.repeat(32) });
  const waysIn = createProcessAccess(settings, store)!;
  const deps = { store, source, accessStore: store, waysIn, about, version };
  const { services, routes } = createSlaManager(deps);
  const limits = { requestsPerMinute: 1_000_000_000 };
  const listener = createHttpListener({
    host: '127.0.0.1',
    port: 0,
    routes,
    info: apiInfo(version),
    pages,
    authorize: (access, request) =>
      // Who shows something is looked at; all others may do everything, so that what they send is read.
      ['authorization', 'cookie'].some((name) => request.get(name) !== undefined)
        ? waysIn.http(access, request)
        : anybody,
    ...limits,
  });
  const parts = [listener, ...services];
  for (const part of parts) await part.start(AbortSignal.timeout(30_000));
  await store.createIndicator(indicator);
  await store.createSla(sla);
  const written = async () => [await store.listSlas(), await store.listIndicators()] as const;
  const original = JSON.stringify(await written());
  return {
    port: listener.port,
    async forgetWritten() {
      const [slas, indicators] = await written();
      if (JSON.stringify([slas, indicators]) === original) return;
      for (const { name } of slas) await store.deleteSla(name);
      for (const { name } of indicators) await store.deleteIndicator(name);
      await store.createIndicator(indicator);
      await store.createSla(sla);
    },
    async close() {
      for (const part of parts.toReversed()) await part.stop();
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
}
