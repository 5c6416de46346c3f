import { z } from 'zod';
import { roleSchema, scopeSchema } from './scope-schema.js';

/** Who is logged in, and how one may. */
export const session = z
  .object({
    access: z
      .enum(['open', 'required'])
      .meta({ description: 'open: everybody may do everything; required: who asks must be known' }),
    caller: z
      .object({ name: z.string(), role: roleSchema, scope: scopeSchema })
      .nullable()
      .meta({ description: 'Who asks; null while nobody is logged in' }),
    provider: z
      .boolean()
      .meta({ description: 'Whether one may log in at an identity provider, at /api/v1/session/provider' }),
  })
  .meta({ id: 'Session' });

export const sessionInput = z
  .strictObject({ key: z.string().min(1).max(1_024).meta({ description: 'An API key' }) })
  .meta({ id: 'SessionInput' });
