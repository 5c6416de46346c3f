import type { ApiKey } from '@forewarn/access/records';
import { parseDuration, toRfc3339 } from '@forewarn/core';
import { z } from 'zod';
import { oneLine } from '../../slo/rest/text-schemas.js';
import { roleSchema, scopeSchema } from './scope-schema.js';

const longestLifeMs = 10 * 365 * 86_400_000;

/** How long a key lives. */
const lifetime = z
  .string()
  .refine((text) => {
    try {
      const ms = parseDuration(text);
      return ms >= 60_000 && ms <= longestLifeMs;
    } catch {
      return false;
    }
  }, 'must be a duration from 1m to 3650d, such as 90d')
  .optional()
  .meta({ description: 'After which the key opens nothing; absent: it does not expire', examples: ['90d'] });

/** What a key is to be. */
export const keyInput = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(100)
      .regex(oneLine, 'must be one line without control characters')
      .meta({ description: 'What the key is for', examples: ['grafana'] }),
    role: roleSchema,
    scope: scopeSchema.optional(),
    expiresAfter: lifetime,
  })
  .meta({ id: 'KeyInput' });

/** A key, without its secret. */
export const keyOutput = z
  .object({
    id: z
      .string()
      .meta({ description: 'Stands in the key and in logs; opens nothing', examples: ['k3v9qx2m'] }),
    name: z.string(),
    role: roleSchema,
    scope: scopeSchema,
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Key' });

/** A key that was just made: the one time that it is shown. */
export const createdKey = keyOutput
  .extend({ key: z.string().meta({ description: 'Shown this once; kept nowhere' }) })
  .meta({ id: 'CreatedKey' });

export const keyList = z.object({ keys: z.array(keyOutput) }).meta({ id: 'KeyList' });

export const keyPath = z.object({ id: z.string().meta({ description: 'Id of the key' }) });

/** A key as REST shows it. */
export type KeyDocument = z.output<typeof keyOutput>;

const timeOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : toRfc3339(ms));

/** How REST, and the audit, show a key. */
export const presentKey = (key: ApiKey): KeyDocument => ({
  id: key.id,
  name: key.name,
  role: key.role,
  scope: key.scope as KeyDocument['scope'],
  createdBy: key.createdBy,
  createdAt: toRfc3339(key.createdMs),
  expiresAt: timeOrNull(key.expiresMs),
  revokedAt: timeOrNull(key.revokedMs),
});
