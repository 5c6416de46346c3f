import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { unit } from '../slo/rest/evaluation-schemas.js';
import { slaOutput } from '../slo/rest/sla-schema.js';
import { lenient } from './lenient-schema.js';

const schema = z.object({
  unit,
  maybe: z.object({ b: z.number() }).optional(),
  parts: z.array(
    z.discriminatedUnion('available', [
      z.object({ available: z.literal(true), inner: z.object({ a: z.number() }).nullable() }),
      z.object({ available: z.literal(false), reason: z.string() }),
    ]),
  ),
});

const document = {
  unit: 'bytes',
  added: 1,
  maybe: { b: 1, added: 5 },
  parts: [
    { available: true, inner: { a: 1, added: 2 }, added: 3 },
    { available: false, reason: 'x', added: 4 },
  ],
};

describe('a document as clients read it', () => {
  it('keeps what a newer server adds, however deep', () => {
    expect(lenient(schema).parse(document)).toEqual(document);
  });

  it('has no unit where a newer server names one that is not known', () => {
    expect(lenient(schema).parse({ ...document, unit: 'furlongs' })).toMatchObject({ unit: 'none' });
  });

  it('may lack what may be absent, and nothing else', () => {
    expect(lenient(schema).safeParse({ ...document, maybe: undefined }).success).toBe(true);
    expect(lenient(schema).safeParse({ unit: 'bytes' }).success).toBe(false);
    expect(
      lenient(schema).safeParse({ ...document, parts: [{ available: true, inner: { a: 'x' } }] }).success,
    ).toBe(false);
  });

  it('is an SLA with fields of tomorrow', () => {
    const sla = { name: 'x', description: '', objectives: [], owner: 'me' };
    expect(lenient(slaOutput).parse(sla)).toEqual(sla);
  });
});
