import type { CallOptions } from '../ports/call-options.js';
import type { Role } from './caller.js';

/** Who changes something, and from where. */
export interface Author {
  /** As callers are named. */
  readonly name: string;
  readonly role: Role;
  /** Of the client, as the server sees it. */
  readonly address: string;
}

/** What the audit is told of a change. */
export interface Change<T> {
  readonly author: Author;
  readonly atMs: number;
  /** What is changed as the audit keeps it: without secrets. */
  readonly document: (value: T) => unknown;
}

/** Options of a call that changes something: with a change it is written into the audit, both or neither. */
export interface ChangeOptions<T> extends CallOptions {
  readonly change?: Change<T>;
}
