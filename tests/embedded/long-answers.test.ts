import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import {
  type EmbeddedPlace,
  embeddedPlace,
  type ForewarnProgram,
  spawnForewarn,
} from '../support/forewarn-program.js';
import { sendJson } from '../support/rest-api.js';
import { startTroubledPrometheus, type TroubledPrometheus } from '../support/troubled-prometheus.js';

const mebibyte = 2 ** 20;
/** Few series, which are read once, in many objectives: 4.3 million samples would be answered, and the reading is quick on a busy machine too. */
const seriesCount = 20;
const objectiveCount = 150;

describe('an answer that would be hundreds of megabytes', () => {
  let place: EmbeddedPlace;
  let prometheus: TroubledPrometheus;
  let forewarn: ForewarnProgram;

  beforeAll(async () => {
    [place, prometheus] = [await embeddedPlace(), await startTroubledPrometheus()];
    for (let n = 0; n < seriesCount; n += 1) {
      const valueAt = (timeMs: number) => 10 + Math.sin(n + timeMs / 400_000);
      prometheus.series.push({ metric: 'fleet', labels: { n: `${n}` }, valueAt });
    }
    const args = ['start', '--prometheus', prometheus.url, '--select', 'nothing', ...place.flags];
    forewarn = spawnForewarn(args, { env: { SLA_OBJECTIVES_PER_SLA: `${objectiveCount}` } });
    await eventually('REST', async () => (await fetch(`${place.url}/api/v1/slas`)).ok || undefined);
    await define('one', 1);
    await define('many', objectiveCount);
  });

  afterAll(async () => {
    await forewarn?.end('SIGKILL');
    await prometheus?.close();
    await place?.remove();
  });

  const define = async (name: string, count: number) => {
    const objective = { indicator: 'fleet', max: 5, window: '1h' };
    const objectives = Array.from({ length: count }, (_, at) => ({ name: `o${at}`, ...objective }));
    const answer = await sendJson('POST', `${place.url}/api/v1/slas`, { name, objectives });
    expect(answer.status, await answer.text()).toBe(201);
  };

  /** Forgets what the program had before, as proc(5) says. */
  const forgetPeak = () => writeFile(`/proc/${forewarn.child.pid}/clear_refs`, '5');

  /** Most memory that the program has had since, bytes. */
  const peak = async () => {
    const status = await readFile(`/proc/${forewarn.child.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]) * 1024;
  };

  it.each([
    ['samples', 'series?window=24h', 'a shorter window'],
    ['violations', 'violations?window=24h', 'a shorter window'],
  ])(
    'of %s is refused before it is built',
    async (_, path, advice) => {
      // What is read once stays in memory, whatever is answered.
      expect((await fetch(`${place.url}/api/v1/slas/one/${path}`)).status).toBe(200);
      await forgetPeak();
      const before = await peak();
      const response = await fetch(`${place.url}/api/v1/slas/many/${path}`);
      const body = await response.text();
      expect(response.status).toBe(422);
      expect(JSON.parse(body)).toMatchObject({
        code: 'answer-too-large',
        detail: expect.stringContaining(advice),
      });
      expect((await peak()) - before).toBeLessThan(200 * mebibyte);
    },
    120_000,
  );
});
