import type {
  ObjectiveHistoryDocument,
  OverallStatusDocument,
  PredictionsDocument,
  SlaDocument,
  StatusDocument,
  ViolationsDocument,
} from '@forewarn/contracts/rest';
import {
  lenient,
  objectiveHistory,
  overallStatus,
  slaList,
  slaOutput,
  slaPredictions,
  slaStatus,
  slaViolations,
} from '@forewarn/contracts/rest';
import type { CallOptions } from '@forewarn/core';
import { z } from 'zod';
import { getJson, type HttpOptions, type JsonAnswer, type JsonRequest, requestJson } from './get-json.js';

const slaListDocument = lenient(slaList);
const slaDocument = lenient(slaOutput);
const overallDocument = lenient(overallStatus);
const statusDocument = lenient(slaStatus);
const violationsDocument = lenient(slaViolations);
const predictionsDocument = lenient(slaPredictions);
const historyDocument = lenient(objectiveHistory);

/** A thousand SLAs one by one would be more requests than a server takes of one address in a minute. */
const statusesAPage = '100';

/** A day of minutes: as many as the server gives at once. */
const verdictsAPage = '1440';

/** A question about one SLA; durations as people write them, `12h`. */
export interface SlaQuestion {
  readonly name: string;
  /** How far back; the server's default when absent. */
  readonly window?: string;
  /** How far ahead; the server's default when absent. */
  readonly horizon?: string;
}

/** A question about the past of one objective. */
export interface HistoryQuestion extends Pick<SlaQuestion, 'name' | 'window'> {
  readonly objective: string;
}

/** The SLA manager's answers. Failures are `ForewarnError`s, with the server's code where it gives one. */
export interface SlaManager {
  list(options?: CallOptions): Promise<readonly SlaDocument[]>;
  get(question: SlaQuestion, options?: CallOptions): Promise<SlaDocument>;
  /** A page of the states of all, by name; `after` is `next` of the page before. */
  statuses(after: string | undefined, options?: CallOptions): Promise<OverallStatusDocument>;
  status(question: SlaQuestion, options?: CallOptions): Promise<StatusDocument>;
  violations(question: SlaQuestion, options?: CallOptions): Promise<ViolationsDocument>;
  predictions(question: SlaQuestion, options?: CallOptions): Promise<PredictionsDocument>;
  /** A page of the verdicts on an objective, newest first; `after` is `next` of the page before. */
  history(
    question: HistoryQuestion,
    after: string | undefined,
    options?: CallOptions,
  ): Promise<ObjectiveHistoryDocument>;
  /** The SLA with its version, to be changed. */
  read(name: string, options?: CallOptions): Promise<JsonAnswer<SlaDocument>>;
  /** @param sla  as the server takes it: the server checks it */
  create(sla: unknown, options?: CallOptions): Promise<SlaDocument>;
  /** Replaces the version that was read, or fails with `precondition-failed`. */
  replace(name: string, sla: unknown, version: Version, options?: CallOptions): Promise<SlaDocument>;
  remove(name: string, options?: CallOptions): Promise<void>;
}

/** The version that a change builds on; null where the server has not said one. */
type Version = Pick<JsonAnswer<unknown>, 'etag'>;

/** The SLA manager over HTTP. */
export function createHttpSlaManager(http: HttpOptions): SlaManager {
  const ask = async <T extends z.ZodType>(path: string, shape: T, options: CallOptions = {}) =>
    getJson(path, shape, { ...http, ...options });
  const send = <T extends z.ZodType>(request: JsonRequest, shape: T, options: CallOptions = {}) =>
    requestJson(request, shape, { ...http, ...options });
  const item = (name: string) => `api/v1/slas/${encodeURIComponent(name)}`;
  return {
    list: async (options) => (await ask('api/v1/slas', slaListDocument, options)).slas,
    get: ({ name }, options) => ask(item(name), slaDocument, options),
    statuses: (after, options) =>
      ask(`api/v1/status${query({ limit: statusesAPage, after })}`, overallDocument, options),
    status: ({ name }, options) => ask(`${item(name)}/status`, statusDocument, options),
    violations: ({ name, window }, options) =>
      ask(`${item(name)}/violations${query({ window })}`, violationsDocument, options),
    predictions: ({ name, horizon }, options) =>
      ask(`${item(name)}/predictions${query({ horizon })}`, predictionsDocument, options),
    history: ({ name, objective, window }, after, options) => {
      const path = `${item(name)}/objectives/${encodeURIComponent(objective)}/history`;
      return ask(`${path}${query({ window, limit: verdictsAPage, after })}`, historyDocument, options);
    },
    read: (name, options) => send({ method: 'GET', path: item(name) }, slaDocument, options),
    create: async (body, options) =>
      (await send({ method: 'POST', path: 'api/v1/slas', body }, slaDocument, options)).document,
    replace: async (name, body, { etag }, options) => {
      const headers = etag === null ? {} : { 'if-match': etag };
      return (await send({ method: 'PUT', path: item(name), body, headers }, slaDocument, options)).document;
    },
    remove: async (name, options) => {
      await send({ method: 'DELETE', path: item(name) }, z.undefined(), options);
    },
  };
}

function query(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
}
