import { z } from 'zod';

const service = z.object({
  name: z.string().meta({ description: 'Of a forwarded one the part of the API', examples: ['sla-manager'] }),
  version: z.string().optional().meta({ description: 'Absent where it is not known' }),
  where: z
    .enum(['here', 'forwarded'])
    .meta({ description: 'Whether this process runs it, or sends its requests on to another' }),
});

/** A service that answers at the address of a server, or works behind it in the same process. */
export type ServiceDocument = z.output<typeof service>;

/** What the server shows, and where it comes from. */
export const about = z
  .object({
    version: z.string(),
    mode: z.enum(['embedded', 'distributed']),
    source: z.string().meta({ description: 'Where the samples come from, for people' }),
    profile: z.string().meta({ description: 'The analysis profile in force', examples: ['default'] }),
    notice: z
      .string()
      .optional()
      .meta({ description: 'A banner: that the data are a replayed recording, for instance' }),
    services: z
      .array(service)
      .meta({ description: 'What this process runs, and what it sends requests on to' }),
  })
  .meta({ id: 'About' });
