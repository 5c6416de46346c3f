import { ForewarnError } from '@forewarn/core';
import { RecordingError, type recordingErrorCodes } from '../recording-error.js';
import { type Remarks, readRemarks } from './read-remarks.js';

/** Where a response came from: named at the start of every message about it. */
export interface ResponseOrigin {
  /** For people: `cpu.json`, `the answer of http://prometheus:9090`. */
  readonly name: string;
  /** The code of complaints about it. */
  readonly code: 'prometheus-malformed' | keyof typeof recordingErrorCodes;
  /** The metric name to give to results of PromQL functions, which have none. Default: they are refused. */
  readonly unnamedMetric?: string;
}

/** Labels and paths of an answer stand in messages, however long they are. */
const longestProblem = 500;

/** Makes the error for one problem of a response. */
export type Complain = (problem: string) => ForewarnError;

/** Complaints about a response from this origin. */
export const complainAbout =
  ({ name, code }: ResponseOrigin): Complain =>
  (problem) => {
    const message = `${name} is not what Prometheus writes: ${cut(problem, longestProblem)}`;
    const options = { details: { source: name } };
    return code === 'prometheus-malformed'
      ? new ForewarnError(code, message, options)
      : new RecordingError(code, message, options);
  };

/** What every answer of Prometheus' HTTP API wraps its data in. */
export interface Envelope extends Remarks {
  readonly data: unknown;
}

/**
 * Opens the envelope of a successful answer.
 *
 * @source https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview
 */
export function readEnvelope(body: unknown, complain: Complain): Envelope {
  if (!isObject(body)) throw complain(`it is ${shown(body)}, not an object with status and data`);
  if (body.status === 'error')
    throw complain(`it is an error: ${textOf(body.errorType)}: ${textOf(body.error)}`);
  if (body.status !== 'success') throw complain(`status is ${shown(body.status)}, not "success"`);
  return { data: body.data, ...readRemarks(body) };
}

/** Whether an answer says in one of two ways that nothing was found: by null (older Prometheus, Thanos, Cortex), or not at all. */
export const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined;

/** Whether a JSON value is an object, and no array. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const longestShown = 60;

/** A JSON value as a message names it: short. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (isObject(value)) return 'an object';
  return cut(JSON.stringify(value), longestShown);
}

/** What should be text as a message says it: an object of JSON may have a field `toString`, and cannot be made a text then. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : shown(value));

const cut = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest)}…` : text;
