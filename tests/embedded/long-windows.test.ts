import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import {
  type EmbeddedPlace,
  embeddedPlace,
  type ForewarnProgram,
  spawnForewarn,
  startedPattern,
} from '../support/forewarn-program.js';
import { getJson, sendJson } from '../support/rest-api.js';

interface Status {
  readonly objectives: {
    readonly reason: { readonly reason: string; readonly detail: string } | null;
    readonly series: { readonly minutesWithData: number }[];
  }[];
}

describe('an objective over a year', () => {
  let place: EmbeddedPlace;
  let forewarn: ForewarnProgram;

  const start = async () => {
    forewarn = spawnForewarn(['start', ...place.flags]);
    await forewarn.printed(startedPattern);
  };

  beforeAll(async () => {
    place = await embeddedPlace();
    await start();
  });

  afterAll(async () => {
    await forewarn?.end('SIGKILL');
    await place?.remove();
  });

  const status = () => getJson<Status>(`${place.url}/api/v1/slas/long/status`);

  /** How many days of the history are read, once it is as many. */
  const untilRead = (days: number) =>
    eventually(`${days} days are read`, async () => {
      const [objective] = (await status()).objectives;
      const [, read] = /once: (\d+) of 366 days so far/.exec(objective?.reason?.detail ?? '') ?? [];
      return Number(read) >= days ? Number(read) : undefined;
    });

  it('reads its history a part each minute, and a process that is killed goes on where it was', async () => {
    const objectives = [{ name: 'files', indicator: 'node_filefd_allocated', max: 100_000, window: '366d' }];
    const created = await sendJson('POST', `${place.url}/api/v1/slas`, { name: 'long', objectives });
    expect(created.status, await created.clone().text()).toBe(201);
    const [objective] = (await status()).objectives;
    expect(objective?.reason).toMatchObject({ reason: 'history-being-read' });
    const known = objective!.series[0]!.minutesWithData;

    for (const days of [20, 40]) {
      await forewarn.end('SIGKILL');
      await start();
      expect(await untilRead(days)).toBe(days);
    }
    // The recording reaches back 25 hours, however long the window is.
    const { minutesWithData } = (await status()).objectives[0]!.series[0]!;
    expect(minutesWithData).toBeGreaterThanOrEqual(known);
    expect(minutesWithData).toBeLessThan(known + 200);
  });
});
