import { expect, it } from 'vitest';
import { eventFormat, eventHeaders } from './event-headers.js';

it.each(['protobuf', 'json'] as const)(
  'headers of %s tell that format to whoever reads the event',
  (format) => {
    expect(eventFormat(eventHeaders('a.b.C', format), 'a.b.C')).toBe(format);
  },
);
