import { z } from 'zod';
import { unit } from '../slo/rest/evaluation-schemas.js';

/**
 * The same document as a client reads it from a server that may be newer: fields that the schema does not name pass through, and a unit
 * that is not known is none. What is named must still be there, and of its type.
 *
 * @param schema  of what a server sends: no transforms
 */
export const lenient = <Schema extends z.ZodType>(schema: Schema): z.ZodType<z.output<Schema>> =>
  // The same fields of the same types, and perhaps more.
  loosened(schema) as z.ZodType<z.output<Schema>>;

function loosened(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema === unit) return unit.catch('none');
  if (schema instanceof z.ZodObject)
    return z.looseObject(Object.fromEntries(Object.entries(schema.shape).map(loosenedField)));
  if (schema instanceof z.ZodArray) return z.array(loosened(schema.element));
  if (schema instanceof z.ZodNullable) return z.nullable(loosened(schema.unwrap()));
  if (schema instanceof z.ZodOptional) return z.optional(loosened(schema.unwrap()));
  if (schema instanceof z.ZodUnion) return z.union(schema.options.map(loosened));
  return schema;
}

const loosenedField = ([name, field]: [string, z.core.$ZodType]): [string, z.core.$ZodType] => [
  name,
  loosened(field),
];
