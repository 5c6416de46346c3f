import { expect, it } from 'vitest';
import { z } from 'zod';
import * as rest from '../../rest/index.js';

/** Those of this package alone, by the names that programs know them by. */
const documents = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(rest))
  if (schema instanceof z.ZodType) documents.add(schema, { id });

it.each(['input', 'output'] as const)(
  'every document is described to clients as it was, as %s: run vitest with -u where that is meant to change',
  async (io) => {
    const { schemas } = z.toJSONSchema(documents, { io, unrepresentable: 'any' });
    const described = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
    await expect(`${JSON.stringify(described, null, 1)}\n`).toMatchFileSnapshot(`golden/${io}.json`);
  },
);

it('every document has the name that it has in OpenAPI: run vitest with -u where that is meant to change', async () => {
  const named = Object.entries(rest).flatMap(([name, schema]) =>
    schema instanceof z.ZodType ? [[name, schema.meta()?.id] as const] : [],
  );
  const names = Object.fromEntries(named.filter(([, id]) => id !== undefined).sort());
  await expect(`${JSON.stringify(names, null, 1)}\n`).toMatchFileSnapshot('golden/names.json');
});
