import { ForewarnError, readSelector } from '@forewarn/core';
import { indicatorNameOf } from '@forewarn/slo';
import { z } from 'zod';

/** The second has names that are quoted because of their dots. */
export const selectorExamples = [
  'node_memory_MemAvailable_bytes{instance="db1:9100"}',
  '{"http.server.active_requests","service.name"="shop"}',
];

/** A PromQL vector selector. What its patterns cost is not looked at. */
export const selector = z
  .string()
  .max(2_000, 'must be at most 2000 characters')
  // On the text: what a schema is transformed to cannot be an example of what is sent.
  .meta({
    examples: selectorExamples,
  })
  .transform((text, context) => {
    try {
      // The patterns are looked at below, when it is known what they cost together.
      const parsed = readSelector(text);
      // Throws where it is about indicators and does not say about which.
      indicatorNameOf(parsed);
      return parsed;
    } catch (thrown) {
      context.addIssue({ code: 'custom', message: ForewarnError.from(thrown).message });
      return z.NEVER;
    }
  });
