import type { ForewarnError } from './forewarn-error.js';

/** Codes of what stands behind a service: their messages hold addresses, and what a driver or another server said. */
const ofServersBehind: ReadonlySet<string> = new Set([
  'prometheus-unavailable',
  'prometheus-timeout',
  'prometheus-rejected',
  'prometheus-malformed',
  'recording-invalid',
  'event-log-unavailable',
  'event-log-rejected',
  'event-log-access-denied',
  'store-unavailable',
  'store-rejected',
  'store-access-denied',
  'store-tls-failed',
  'migration-failed',
  'data-directory-unusable',
  'upstream-unavailable',
  'identity-provider-unavailable',
]);

const ofLog = "The server's log has the details.";

/**
 * What may be told of an error to whoever sent a request, who need not know what else runs where: of what stands behind the service the
 * code's meaning, of a defect the fact alone, of all else the message. The log has the whole.
 */
export function publicMessage(error: ForewarnError): string {
  if (error.kind === 'internal') return 'the server failed at this request; its log has the details';
  return outsideMessage(error);
}

/** The same of why a service is not ready, which nobody's request brought about. */
export function publicReason(error: ForewarnError): string {
  if (error.kind === 'internal') return `its check failed. ${ofLog}`;
  return outsideMessage(error);
}

const outsideMessage = ({ code, meaning, told, message }: ForewarnError): string =>
  ofServersBehind.has(code) ? `${told ?? meaning} ${ofLog}` : message;
