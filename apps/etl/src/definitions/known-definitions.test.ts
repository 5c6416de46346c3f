import { serviceLevelsTopic } from '@forewarn/contracts';
import { parseSelector, removalOf, silentLogger } from '@forewarn/core';
import type { Definition } from '@forewarn/slo';
import { afterEach, describe, expect, it } from 'vitest';
import { embeddedLogs } from '../embedded-log.fixture.js';
import { KnownDefinitions } from './known-definitions.js';

const openLog = embeddedLogs();
const nightly = { cron: '0 2 * * *', durationMs: 3_600_000, timeZone: 'UTC' };
const once = { startMs: Date.UTC(2026, 0, 2), endMs: Date.UTC(2026, 0, 3) };
const sla = (
  name: string,
  selectors: readonly string[],
  maintenance: readonly (typeof nightly | typeof once)[] = [],
) => ({ kind: 'sla', name, selectors: selectors.map(parseSelector), maintenance }) satisfies Definition;

describe('what is known of the definitions', () => {
  const stopping: AbortController[] = [];
  afterEach(() => {
    for (const each of stopping.splice(0)) each.abort('over');
  });

  /** What is to be analysed once all of the records are read. */
  async function selectorsOf(configured: readonly string[], ...definitions: readonly Definition[]) {
    const eventLog = openLog();
    await eventLog.ensureTopics([{ name: 'run.objectives', partitions: 1 }]);
    await eventLog.append('run.objectives', definitions.map(serviceLevelsTopic.encode));
    const selectors = configured.map(parseSelector);
    const known = new KnownDefinitions({ eventLog, namespace: 'run', selectors, logger: silentLogger });
    const controller = new AbortController();
    stopping.push(controller);
    void known.run(controller.signal);
    return { eventLog, read: () => known.selectors(controller.signal) };
  }

  it('is each selector once, those of the settings first, with the maintenance of all SLAs that have it', async () => {
    const { read } = await selectorsOf(
      ['up', 'load'],
      sla('shop', ['up', 'errors'], [nightly]),
      sla('bank', ['errors', 'delay'], [once]),
      { kind: 'indicator', name: 'ratio', definition: { expression: 'a / b' } },
      sla('free', ['up']),
    );
    expect(await read()).toEqual([
      { selector: parseSelector('up'), maintenance: [nightly] },
      { selector: parseSelector('load'), maintenance: [] },
      { selector: parseSelector('errors'), maintenance: [nightly, once] },
      { selector: parseSelector('delay'), maintenance: [once] },
    ]);
    // It is made anew each time.
    expect(await read()).toEqual(await read());
  });

  it('has maintenance no longer once it is called off, or its SLA is gone', async () => {
    const { eventLog, read } = await selectorsOf(
      ['up'],
      sla('shop', ['up'], [nightly]),
      sla('bank', ['up'], [once]),
    );
    expect(await read()).toMatchObject([{ maintenance: [nightly, once] }]);
    const records = [serviceLevelsTopic.encode(sla('shop', ['up'])), removalOf('sla bank')];
    await eventLog.append('run.objectives', records);
    await expect.poll(read).toMatchObject([{ maintenance: [] }]);
  });
});
