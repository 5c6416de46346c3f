import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import {
  type EmbeddedPlace,
  embeddedPlace,
  type ForewarnProgram,
  runForewarn,
  spawnForewarn,
} from '../support/forewarn-program.js';
import { sendJson } from '../support/rest-api.js';

describe('the bounds of a Forewarn in one process', () => {
  let place: EmbeddedPlace;
  let forewarn: ForewarnProgram;

  beforeAll(async () => {
    place = await embeddedPlace();
    // Six samples of SLAs are there from the beginning.
    const env = { SLA_COUNT: '7', SLA_OBJECTIVES_PER_SLA: '2', SLA_REQUESTS_PER_MINUTE: '100000' };
    forewarn = spawnForewarn(['start', ...place.flags], {
      env: { ...env, SLA_SERIES_PER_ANSWER: '3', SLA_ANSWER_BYTES: '100000' },
    });
    await eventually('REST', async () => (await fetch(`${place.url}/api/v1/slas`)).ok || undefined);
    expect((await create('mine', 2)).status).toBe(201);
  });

  afterAll(async () => {
    await forewarn?.end('SIGKILL');
    await place?.remove();
  });

  const create = async (name: string, count: number) => {
    const objectives = Array.from({ length: count }, (_, at) => ({
      name: `o${at}`,
      indicator: 'node_load1',
      max: 5,
    }));
    const response = await sendJson('POST', `${place.url}/api/v1/slas`, { name, objectives });
    return { status: response.status, code: ((await response.json()) as { code?: string }).code };
  };

  it('are what the environment says of SLAs', async () => {
    expect(await create('another', 1)).toEqual({ status: 422, code: 'too-many-slas' });
    const removed = await fetch(`${place.url}/api/v1/slas/scratch-free`, { method: 'DELETE' });
    expect(removed.status).toBe(204);
    expect(await create('another', 3)).toEqual({ status: 422, code: 'too-many-objectives' });
  });

  it('are what it says of answers, and of requests', async () => {
    const ask = async (path: string) => {
      const response = await fetch(`${place.url}/api/v1/slas/mine/${path}`);
      expect(response.headers.get('ratelimit-policy') ?? response.headers.get('ratelimit')).toContain(
        '100000',
      );
      return { status: response.status, body: await response.json() };
    };
    expect(await ask('series?window=24h')).toMatchObject({ status: 422, body: { code: 'answer-too-large' } });
    expect((await ask('series?window=1h')).status).toBe(200);
  });

  it('are refused with their names where they are none', async () => {
    const env = { SLA_COUNT: 'many', SLA_ANSWER_BYTES: '1', SLA_SERIES_GRACE: '1s' };
    const { code, stderr } = await runForewarn(
      ['start', ...place.flags, '--data-dir', `${place.dataDir}-2`],
      {
        env,
      },
    );
    expect(code).toBe(1);
    for (const name of Object.keys(env)) expect(stderr).toContain(name);
  });
});
