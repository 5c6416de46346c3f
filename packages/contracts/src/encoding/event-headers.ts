import type { EncodedEvent } from '@forewarn/core';
import { undecodableEvent } from './event-error.js';

/** How the value of an event is written. */
export type EventFormat = 'protobuf' | 'json';

const contentTypes = { protobuf: 'application/x-protobuf', json: 'application/json' } as const;

// Raised when a consumer of the version before would misread an event; added fields do not raise it.
const schemaVersion = 1;

/** The headers that say how an event is to be read. @param schema  full name of the protobuf message */
export const eventHeaders = (schema: string, format: EventFormat): Record<string, string> => ({
  'content-type': contentTypes[format],
  schema,
  'schema-version': String(schemaVersion),
});

/**
 * The format of an event with this schema.
 *
 * @throws {ForewarnError} `undecodable-event` for another schema, a newer version or none, or an unknown content type
 */
export function eventFormat(headers: EncodedEvent['headers'], schema: string): EventFormat {
  if (headers.schema !== schema) {
    throw undecodableEvent(`header schema is ${shown(headers.schema)}, expected ${schema}`);
  }
  const version = headers['schema-version'];
  if (version === undefined) {
    throw undecodableEvent(`header schema-version is missing, expected a number up to ${schemaVersion}`);
  }
  if (!/^\d{1,6}$/.test(version) || Number(version) > schemaVersion) {
    throw undecodableEvent(
      `header schema-version is ${shown(version)}, this program reads up to ${schemaVersion}: update it`,
    );
  }
  const contentType = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (contentType === contentTypes.protobuf) return 'protobuf';
  if (contentType === contentTypes.json) return 'json';
  throw undecodableEvent(
    `header content-type is ${shown(headers['content-type'])}, expected ${contentTypes.protobuf} or ${contentTypes.json}`,
  );
}

const shown = (value: string | undefined): string =>
  value === undefined ? 'missing' : JSON.stringify(value.slice(0, 100));
