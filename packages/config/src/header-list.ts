import { ForewarnError } from '@forewarn/core';
import { parsed } from './parsed.js';

/** Those that belong to the request itself, and those that are for the proxy. */
const notOurs = new Set([
  ...['connection', 'content-length', 'content-type', 'expect', 'host', 'keep-alive'],
  ...['proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
]);

/**
 * Headers of HTTP separated by commas or line ends: `X-Scope-OrgID=team-a,X-Other=b`. A comma in a value is written `%2C` and a percent sign `%25`, as
 * `OTEL_EXPORTER_OTLP_HEADERS` has it. Mistakes name the header, never its value.
 */
export const headers = () => parsed(parseHeaders);

function parseHeaders(text: string): Readonly<Record<string, string>> {
  const lines = text.split(/[,\r\n]/).map((line) => line.trim());
  const pairs = lines.filter((line) => line !== '').map(parseHeader);
  const names = pairs.map(([name]) => name.toLowerCase());
  if (new Set(names).size < names.length) throw invalid('must name each header once');
  return Object.fromEntries(pairs);
}

function parseHeader(line: string): [name: string, value: string] {
  const [, name, value = ''] = /^([A-Za-z0-9!#$&'*+.^_`|~-]+)\s*=\s*(.+)$/.exec(line) ?? [];
  if (name === undefined) throw invalid('must be headers such as X-Scope-OrgID=team-a,X-Other=b');
  if (notOurs.has(name.toLowerCase())) throw invalid(`must not hold ${name}, which the request sets itself`);
  return [name, decoded(name, value)];
}

function decoded(name: string, value: string): string {
  let text: string;
  try {
    text = decodeURIComponent(value);
  } catch {
    throw invalid(`the value of ${name} has a percent sign that begins no character: write it as %25`);
  }
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  throw invalid(`the value of ${name} must be made of ASCII characters`);
}

const invalid = (message: string): ForewarnError => new ForewarnError('config-invalid', message);
