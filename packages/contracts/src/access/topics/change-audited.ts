import { type AuditEntry, auditActions, auditKinds } from '@forewarn/access/records';
import { type EncodedEvent, type NewRecord, roles, type TopicContract } from '@forewarn/core';
import { undecodableEvent } from '../../encoding/event-error.js';
import { eventFormat, eventHeaders } from '../../encoding/event-headers.js';
import { deserialize } from '../../encoding/event-message.js';
import { ensure, requireTime } from '../../encoding/field-checks.js';
import { timestampFromWire, timestampToWire } from '../../encoding/timestamp.js';
import type { ProtoGrpcType } from '../../generated/events.js';
import { protoDefinitions } from '../../proto-definitions.js';

const schema = 'forewarn.events.v1.ChangeAudited';

const messageType = () => protoDefinitions<ProtoGrpcType>().forewarn.events.v1.ChangeAudited;

const keyOf = ({ kind, name }: Pick<AuditEntry, 'kind' | 'name'>): string => `${kind}/${name}`;

function encode(entry: AuditEntry): NewRecord & { readonly key: string } {
  const { id, atMs, author, action, kind, name, before, after } = entry;
  const value = messageType().serialize({
    ...{ id, action, kind, name, author: author.name, role: author.role, address: author.address },
    changedAt: timestampToWire(atMs),
    ...(before !== undefined && { before: JSON.stringify(before) }),
    ...(after !== undefined && { after: JSON.stringify(after) }),
  });
  return { key: keyOf(entry), value, headers: eventHeaders(schema, 'protobuf') };
}

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function decode({ value, headers }: EncodedEvent): AuditEntry {
  if (eventFormat(headers, schema) !== 'protobuf') throw undecodableEvent('changes are protobuf, not JSON');
  const wire = deserialize(messageType(), value);
  const { id, name, address } = wire;
  ensure(uuidForm.test(id), 'id', 'is not a UUID');
  const atMs = wire.changedAt ? timestampFromWire(wire.changedAt) : Number.NaN;
  requireTime('changedAt', atMs);
  return {
    id,
    atMs,
    author: { name: wire.author, role: oneOf(roles, wire.role, 'role'), address },
    action: oneOf(auditActions, wire.action, 'action'),
    kind: oneOf(auditKinds, wire.kind, 'kind'),
    name,
    before: documentOf(wire.before, 'before'),
    after: documentOf(wire.after, 'after'),
  };
}

function oneOf<T extends string>(all: readonly T[], text: string, at: string): T {
  const found = all.find((each) => each === text);
  ensure(found !== undefined, at, `is none of ${all.join(', ')}`);
  return found;
}

function documentOf(text: string | undefined, at: string): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    ensure(false, at, 'is not JSON');
  }
}

/** A month: whoever keeps changes elsewhere has been away for less. */
const retentionMs = 30 * 86_400_000;

/** The topic of changes that people made, under the namespace, in their order. */
export const changeAuditedTopic: TopicContract<AuditEntry> = {
  name: (namespace) => `${namespace}.audit`,
  partitions: 1,
  retentionMs,
  key: keyOf,
  encode,
  decode,
};
