import type { EncodedEvent, NewRecord, TopicContract } from '@forewarn/core';
import { minuteMs, type ObjectiveVerdict } from '@forewarn/slo';
import { undecodableEvent } from '../../encoding/event-error.js';
import { eventFormat, eventHeaders } from '../../encoding/event-headers.js';
import { deserialize } from '../../encoding/event-message.js';
import { ensure } from '../../encoding/field-checks.js';
import { timestampToWire } from '../../encoding/timestamp.js';
import type { ProtoGrpcType } from '../../generated/events.js';
import { protoDefinitions } from '../../proto-definitions.js';
import { judgedSeriesFromWire, stateFromWire, timeFromWire } from '../wire/judged-series-from-wire.js';
import { judgedSeriesToWire } from '../wire/judged-series-to-wire.js';

const schema = 'forewarn.events.v1.ObjectiveEvaluated';

const messageType = () => protoDefinitions<ProtoGrpcType>().forewarn.events.v1.ObjectiveEvaluated;

/** Series of an event, so that it fits in a record of any broker. */
const mostSeries = 500;

const keyOf = ({ sla, objective }: Pick<ObjectiveVerdict, 'sla' | 'objective'>): string =>
  `${sla}/${objective}`;

function encode(verdict: ObjectiveVerdict): NewRecord & { readonly key: string } {
  const { sla, objective, definition, state, reason, targetMet, failureCode, seriesCount } = verdict;
  const value = messageType().serialize({
    ...{ sla, objective, definition, state, reason, seriesCount },
    minuteEnd: timestampToWire(verdict.endMs),
    evaluatedAt: timestampToWire(verdict.evaluatedAtMs),
    ...(targetMet !== null && { targetMet }),
    ...(failureCode !== undefined && { failureCode }),
    series: verdict.series.slice(0, mostSeries).map(judgedSeriesToWire),
  });
  return { key: keyOf(verdict), value, headers: eventHeaders(schema, 'protobuf') };
}

/** As the columns hold them. */
const slaForm = /^[a-z0-9][a-z0-9-]{0,62}$/;
const definitionForm = /^[0-9a-f]{64}$/;
const longestObjective = 255;

/** As codes of errors are written. */
const codeForm = /^[a-z][a-z0-9-]{0,62}$/;

function decode({ key, value, headers }: EncodedEvent): ObjectiveVerdict {
  if (eventFormat(headers, schema) !== 'protobuf') throw undecodableEvent('verdicts are protobuf, not JSON');
  const wire = deserialize(messageType(), value);
  const { sla, objective, definition, targetMet = null, failureCode, seriesCount } = wire;
  ensure(slaForm.test(sla), 'sla', 'is not the name of an SLA');
  const length = [...objective].length;
  ensure(length >= 1 && length <= longestObjective, 'objective', 'is not the name of an objective');
  ensure(definitionForm.test(definition), 'definition', 'is not a SHA-256 in hexadecimal digits');
  ensure(
    failureCode === undefined || codeForm.test(failureCode),
    'failureCode',
    'is not the code of an error',
  );
  ensure(key === undefined || key === null || key === keyOf(wire), 'key', 'is not that of the content');
  const endMs = timeFromWire(wire.minuteEnd, 'minuteEnd');
  ensure(endMs % minuteMs === 0, 'minuteEnd', 'is not the end of a whole minute');
  ensure(seriesCount >= wire.series.length, 'seriesCount', 'is less than there are series');
  return {
    sla,
    objective,
    endMs,
    definition,
    evaluatedAtMs: timeFromWire(wire.evaluatedAt, 'evaluatedAt'),
    ...stateFromWire(wire, 'verdict'),
    targetMet,
    ...(failureCode !== undefined && { failureCode }),
    series: wire.series.map((each, at) => judgedSeriesFromWire(each, `series[${at}]`)),
    seriesCount,
  };
}

/** Long enough for whoever stores them to have been away for a while. */
const retentionMs = 7 * 86_400_000;

/**
 * The topic of {@link ObjectiveVerdict}s, under the namespace. Its partitions are shared by the processes that judge: who holds one judges
 * the objectives that fall to it, so that as many can share them as there are partitions.
 */
export const objectiveEvaluatedTopic: TopicContract<ObjectiveVerdict> = {
  name: (namespace) => `${namespace}.objective-evaluated`,
  partitions: 6,
  retentionMs,
  key: keyOf,
  encode,
  decode,
};
