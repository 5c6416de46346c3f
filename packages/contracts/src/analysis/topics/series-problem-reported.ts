import { type ProblemKind, problemKinds, type SeriesProblemReport } from '@forewarn/analysis';
import type { EncodedEvent, NewRecord, TopicContract } from '@forewarn/core';
import { invalidEvent, undecodableEvent } from '../../encoding/event-error.js';
import { eventFormat, eventHeaders } from '../../encoding/event-headers.js';
import { deserialize } from '../../encoding/event-message.js';
import { ensure, requireInteger, requireTime } from '../../encoding/field-checks.js';
import { timestampFromWire, timestampToWire } from '../../encoding/timestamp.js';
import type { ProtoGrpcType } from '../../generated/events.js';
import type { Timestamp__Output } from '../../generated/google/protobuf/Timestamp.js';
import { protoDefinitions } from '../../proto-definitions.js';

const schema = 'forewarn.events.v1.SeriesProblemReported';

const messageType = () => protoDefinitions<ProtoGrpcType>().forewarn.events.v1.SeriesProblemReported;

const keyOf = ({ kind, name }: SeriesProblemReport): string => `${kind} ${name}`;

const encode = (report: SeriesProblemReport): NewRecord & { readonly key: string } => {
  const { sinceMs, lastSeenMs, nextTryMs, expiresMs, resolvedMs, ...said } = report;
  const value = messageType().serialize({
    ...said,
    since: timestampToWire(sinceMs),
    lastSeen: timestampToWire(lastSeenMs),
    nextTry: timestampToWire(nextTryMs),
    expires: timestampToWire(expiresMs),
    ...(resolvedMs !== null && { resolved: timestampToWire(resolvedMs) }),
  });
  return { key: keyOf(report), value, headers: eventHeaders(schema, 'protobuf') };
};

function decode(event: EncodedEvent): SeriesProblemReport {
  if (eventFormat(event.headers, schema) !== 'protobuf')
    throw undecodableEvent('reports of problems are protobuf, not JSON');
  const wire = deserialize(messageType(), event.value);
  const { partition, selector, detail, attempts } = wire;
  const report = {
    kind: kindOf(wire.kind),
    name: wire.name,
    partition,
    selector,
    code: wire.code,
    detail,
    sinceMs: timeOf('since', wire.since),
    lastSeenMs: timeOf('lastSeen', wire.lastSeen),
    attempts,
    nextTryMs: timeOf('nextTry', wire.nextTry),
    expiresMs: timeOf('expires', wire.expires),
    resolvedMs: wire.resolved && timeOf('resolved', wire.resolved),
  };
  validate(report, event);
  return report;
}

function kindOf(text: string): ProblemKind {
  const kind = problemKinds.find((each) => each === text);
  if (kind === undefined) throw invalidEvent('kind', `is not one of ${problemKinds.join(', ')}`);
  return kind;
}

function timeOf(at: string, wire: Timestamp__Output | null): number {
  const ms = wire ? timestampFromWire(wire) : Number.NaN;
  requireTime(at, ms);
  return ms;
}

/** As codes of errors are written. */
const codeForm = /^[a-z][a-z0-9-]{0,62}$/;

function validate(report: SeriesProblemReport, { key }: EncodedEvent): void {
  const { name, code, attempts, sinceMs, lastSeenMs } = report;
  ensure(name !== '', 'name', 'is empty');
  ensure(codeForm.test(code), 'code', 'is not the code of an error');
  requireInteger('attempts', attempts, 1);
  ensure(sinceMs <= lastSeenMs, 'lastSeen', 'is before since');
  ensure(key === undefined || key === null || key === keyOf(report), 'key', 'is not that of the content');
}

/** Long enough for whoever stores them to have been away for a while; how things stand is reported again and again. */
const retentionMs = 7 * 86_400_000;

/** The topic of {@link SeriesProblemReport}s, under the namespace: the newest record of a key says how the problem stands. */
export const seriesProblemsTopic: TopicContract<SeriesProblemReport> = {
  name: (namespace) => `${namespace}.series-problems`,
  retentionMs,
  key: keyOf,
  encode,
  decode,
};
