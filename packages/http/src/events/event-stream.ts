/** A server-sent event. */
export interface ServerEvent {
  /** Name of the event; `message` to browsers when absent. */
  readonly event?: string;
  /** Comes back as `Last-Event-ID` when the client connects again. */
  readonly id?: string;
  /** Sent as JSON. */
  readonly data: unknown;
}

/** An answer that goes on for as long as there are events and somebody who reads them. */
export interface EventStream {
  readonly events: AsyncIterable<ServerEvent>;
  /** A comment is sent this often, so that neither client nor proxies take silence for an end. */
  readonly heartbeatMs: number;
}

const defaultHeartbeatMs = 15_000;

/**
 * The body of an answer of server-sent events. The events are taken at the client's pace; their iterator is returned when the client
 * goes away and when the server drains, and the handler's signal is aborted.
 *
 * @source https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export const eventStream = (
  events: AsyncIterable<ServerEvent>,
  { heartbeatMs = defaultHeartbeatMs }: { readonly heartbeatMs?: number } = {},
): EventStream => ({ events, heartbeatMs });

/** Whether a body is an event stream. */
export const isEventStream = (body: unknown): body is EventStream =>
  typeof body === 'object' && body !== null && 'events' in body && 'heartbeatMs' in body;

/** An event as it goes over the wire. Line breaks would end a field, and JSON has none; of names and ids they are dropped. */
export const eventText = ({ event, id, data }: ServerEvent): string =>
  [
    ...(event === undefined ? [] : [`event: ${oneLine(event)}`]),
    ...(id === undefined ? [] : [`id: ${oneLine(id)}`]),
    `data: ${JSON.stringify(data)}`,
    '\n',
  ].join('\n');

const oneLine = (text: string): string => text.replaceAll(/[\r\n\0]/g, '');
