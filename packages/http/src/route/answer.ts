import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { EventStream } from '../events/event-stream.js';

/** What a route says of one of its success statuses. */
export interface ResponseSpec {
  readonly description: string;
  /** Of a JSON body, or of the data of each event of an event stream. */
  readonly schema?: z.ZodType;
  /** Default: JSON where there is a schema; no content where there is none. */
  readonly contentType?: string;
}

/** What a route says of its success statuses, by status. */
export type ResponseSpecs = Readonly<Record<number, ResponseSpec>>;

/** A body that is sent as it is. */
export type BinaryBody = Readable | Uint8Array;

/** The body that a handler must give. */
type BodyOf<Spec extends ResponseSpec> = Spec extends { readonly contentType: 'text/event-stream' }
  ? EventStream
  : Spec extends { readonly contentType: string }
    ? BinaryBody
    : Spec extends { readonly schema: infer Schema extends z.ZodType }
      ? z.input<Schema>
      : undefined;

/** What a handler answers. */
export interface Answer<Status extends number = number, Body = unknown> {
  readonly status: Status;
  /** Undefined for an answer without content. */
  readonly body: Body;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** Version of what is answered, as `etagOf` makes it. A GET whose `If-None-Match` names it is answered with 304. */
  readonly etag?: string;
}

/** An answer of one of the statuses that a route declares, with a body of that status' schema. */
export type AnswerOf<Responses extends ResponseSpecs> = {
  [Status in keyof Responses & number]: Answer<Status, BodyOf<Responses[Status]>>;
}[keyof Responses & number];
