import { ForewarnError } from '@forewarn/core';
import { parse } from 'yaml';

/**
 * Reads an SLA that a person wrote, as JSON or YAML. The server checks what it says.
 *
 * @param source  what it is called, for the message
 * @throws {ForewarnError} `invalid-request`
 */
export function parseSlaText(text: string, source: string): Record<string, unknown> {
  const document = readDocument(text.replace(/^\ufeff/, ''), source);
  if (typeof document === 'object' && document !== null && !Array.isArray(document))
    return document as Record<string, unknown>;
  throw new ForewarnError(
    'invalid-request',
    `${source} does not hold an SLA: write name and objectives as JSON or YAML, as \`forewarn sla list NAME --format json\` prints them`,
  );
}

function readDocument(text: string, source: string): unknown {
  try {
    return /^\s*[{[]/.test(text) ? JSON.parse(text) : parse(text);
  } catch (cause) {
    const [why] = (cause as Error).message.split('\n');
    throw new ForewarnError('invalid-request', `${source} is neither JSON nor YAML: ${why}`, { cause });
  }
}
