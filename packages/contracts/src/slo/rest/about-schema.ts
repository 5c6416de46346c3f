import { z } from 'zod';

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
  })
  .meta({ id: 'About' });
