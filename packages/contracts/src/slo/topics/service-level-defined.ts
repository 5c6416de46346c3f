import {
  type EncodedEvent,
  ForewarnError,
  formatSelector,
  type NewRecord,
  parseSelector,
  type TopicContract,
} from '@forewarn/core';
import { type Definition, definitionKey } from '@forewarn/slo';
import { invalidEvent, undecodableEvent } from '../../encoding/event-error.js';
import { eventFormat, eventHeaders } from '../../encoding/event-headers.js';
import { deserialize } from '../../encoding/event-message.js';
import { ensure } from '../../encoding/field-checks.js';
import type { ProtoGrpcType } from '../../generated/events.js';
import { protoDefinitions } from '../../proto-definitions.js';

const schema = 'forewarn.events.v1.ServiceLevelDefined';

const messageType = () => protoDefinitions<ProtoGrpcType>().forewarn.events.v1.ServiceLevelDefined;

function encode(definition: Definition): NewRecord & { readonly key: string } {
  const { name } = definition;
  const wire =
    definition.kind === 'sla'
      ? { sla: { name, selectors: definition.selectors.map(formatSelector) } }
      : { indicator: { name, expression: definition.expression } };
  return {
    key: definitionKey(definition),
    value: messageType().serialize(wire),
    headers: eventHeaders(schema, 'protobuf'),
  };
}

function decode({ key, value, headers }: EncodedEvent): Definition {
  if (eventFormat(headers, schema) !== 'protobuf')
    throw undecodableEvent('definitions of service levels are protobuf, not JSON');
  const definition = fromWire(deserialize(messageType(), value));
  ensure(definition.name !== '', 'name', 'is empty');
  ensure(
    key === undefined || key === null || key === definitionKey(definition),
    'key',
    'is not that of the content',
  );
  return definition;
}

function fromWire({ sla, indicator }: ReturnType<ReturnType<typeof messageType>['deserialize']>): Definition {
  if (sla) return { kind: 'sla', name: sla.name, selectors: sla.selectors.map(readSelectorAt) };
  if (!indicator) throw invalidEvent('definition', 'is neither that of an SLA nor of an indicator');
  ensure(indicator.expression !== '', 'expression', 'is empty');
  return { kind: 'indicator', name: indicator.name, expression: indicator.expression };
}

function readSelectorAt(text: string, at: number) {
  try {
    return parseSelector(text);
  } catch (thrown) {
    throw invalidEvent(`selectors[${at}]`, ForewarnError.from(thrown).message);
  }
}

/**
 * The topic of {@link Definition}s, under the namespace: the newest record of a key holds, and one without a value takes it away. In one
 * partition, since each process of etl reads all of it.
 */
export const serviceLevelsTopic: TopicContract<Definition> = {
  name: (namespace) => `${namespace}.objectives`,
  partitions: 1,
  compacted: true,
  key: definitionKey,
  encode,
  decode,
};
