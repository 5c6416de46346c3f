import { z } from 'zod';

/** A mistake in a request, and where it stands: `objectives.0.min`. */
const fieldError = z.object({ path: z.string(), message: z.string() }).meta({ id: 'FieldError' });

/** One mistake. */
export type FieldError = z.output<typeof fieldError>;

/** An error answer. @source RFC 9457, Problem Details for HTTP APIs */
export const problem = z
  .object({
    type: z.string().meta({ examples: ['urn:forewarn:error:sla-not-found'] }),
    title: z.string().meta({ description: 'What the code means' }),
    status: z.int(),
    detail: z.string().meta({ description: 'What happened, to which thing, and what to do about it' }),
    instance: z.string().meta({ description: 'The path that was asked for' }),
    code: z.string().meta({ description: 'One of docs/errors.md', examples: ['sla-not-found'] }),
    retryAfterSeconds: z
      .int()
      .optional()
      .meta({ description: 'When the same request may succeed; also in Retry-After' }),
    errors: z.array(fieldError).optional().meta({
      description: 'All mistakes of the request; of very many the first, and `detail` says how many more',
    }),
  })
  .meta({ id: 'Problem' });

/** The body of an error answer. */
export type Problem = z.output<typeof problem>;
