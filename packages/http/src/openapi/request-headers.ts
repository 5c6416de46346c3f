import { z } from 'zod';
import type { Route } from '../route/route.js';

const ifMatch = z.string().optional().meta({ description: 'ETag of what the change is made to' });
const idempotencyKey = z.string().meta({
  description: 'The same for each try of one request, so that it is done once',
  examples: ['"8e03978e-40d5"'],
});
const lastEventId = z.string().optional().meta({ description: 'Id of the last event that was received' });

/** The headers that a route heeds, beside those that all do; undefined where there are none. */
export function requestHeaders({
  responses,
  hasPrecondition,
  idempotencyKey: demand,
}: Route): z.ZodObject | undefined {
  const isStream = Object.values(responses).some(({ contentType }) => contentType === 'text/event-stream');
  const headers = {
    ...(hasPrecondition && { 'If-Match': ifMatch }),
    ...(demand && {
      'Idempotency-Key': demand === 'required' ? idempotencyKey : idempotencyKey.optional(),
    }),
    ...(isStream && { 'Last-Event-ID': lastEventId }),
  };
  return Object.keys(headers).length > 0 ? z.object(headers) : undefined;
}
