import {
  type EncodedEvent,
  ForewarnError,
  formatSelector,
  type NewRecord,
  parseSelector,
  type TopicContract,
} from '@forewarn/core';
import { type Definition, definitionKey, type IndicatorDefinition } from '@forewarn/slo';
import { invalidEvent, undecodableEvent } from '../../encoding/event-error.js';
import { eventFormat, eventHeaders } from '../../encoding/event-headers.js';
import { deserialize } from '../../encoding/event-message.js';
import { ensure } from '../../encoding/field-checks.js';
import type { ProtoGrpcType } from '../../generated/events.js';
import type { Indicator, Indicator__Output } from '../../generated/forewarn/events/v1/Indicator.js';
import type { SlaSelectors } from '../../generated/forewarn/events/v1/SlaSelectors.js';
import { protoDefinitions } from '../../proto-definitions.js';
import { maintenanceFromWire, maintenanceToWire } from '../wire/maintenance-wire.js';

const schema = 'forewarn.events.v1.ServiceLevelDefined';

const messageType = () => protoDefinitions<ProtoGrpcType>().forewarn.events.v1.ServiceLevelDefined;

function encode(definition: Definition): NewRecord & { readonly key: string } {
  const { name } = definition;
  const wire =
    definition.kind === 'sla'
      ? { sla: slaToWire(definition) }
      : { indicator: { name, ...indicatorToWire(definition.definition) } };
  return {
    key: definitionKey(definition),
    value: messageType().serialize(wire),
    headers: eventHeaders(schema, 'protobuf'),
  };
}

const slaToWire = ({ name, selectors, maintenance }: Extract<Definition, { kind: 'sla' }>): SlaSelectors => ({
  name,
  selectors: selectors.map(formatSelector),
  maintenance: maintenanceToWire(maintenance),
});

function indicatorToWire(definition: IndicatorDefinition): Omit<Indicator, 'name'> {
  if (!('ratio' in definition)) return 'expression' in definition ? definition : {};
  const { counted, events, total, by, idle } = definition.ratio;
  return {
    ratio: { [counted]: formatSelector(events), total: formatSelector(total), by: [...by], idle },
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
  if (sla)
    return {
      kind: 'sla',
      name: sla.name,
      selectors: sla.selectors.map((text, at) => readSelectorAt(`selectors[${at}]`, text)),
      maintenance: maintenanceFromWire(sla.maintenance),
    };
  if (!indicator) throw invalidEvent('definition', 'is neither that of an SLA nor of an indicator');
  return { kind: 'indicator', name: indicator.name, definition: indicatorFromWire(indicator) };
}

function indicatorFromWire({ expression, ratio }: Indicator__Output): IndicatorDefinition {
  if (!ratio) {
    ensure(Boolean(expression), 'expression', 'is empty');
    return { expression: expression! };
  }
  const { good, bad, total, by, idle } = ratio;
  ensure(idle === 'good' || idle === 'no-data', 'ratio.idle', 'is neither good nor no-data');
  const counted = good ? 'good' : 'bad';
  const events = readSelectorAt(`ratio.${counted}`, good || bad || '');
  return { ratio: { counted, events, total: readSelectorAt('ratio.total', total), by, idle } };
}

function readSelectorAt(at: string, text: string) {
  try {
    return parseSelector(text);
  } catch (thrown) {
    throw invalidEvent(at, ForewarnError.from(thrown).message);
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
