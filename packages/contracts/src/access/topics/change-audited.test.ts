import type { AuditEntry } from '@forewarn/access/records';
import { describe, expect, it } from 'vitest';
import type { ProtoGrpcType } from '../../generated/events.js';
import { protoDefinitions } from '../../proto-definitions.js';
import { changeAuditedTopic } from './change-audited.js';

const { encode, decode } = changeAuditedTopic;

const entry: AuditEntry = {
  id: '709fd9b5-f407-49ae-b9d3-e231c91d9325',
  atMs: Date.UTC(2026, 10, 28, 11, 12, 13, 34),
  author: { name: 'key "ci" für (k3v9qx2m)', role: 'editor', address: '::1' },
  action: 'replace',
  kind: 'sla',
  name: 'checkout',
  before: { name: 'checkout', objectives: [{ target: 0.5 }] },
  after: { name: 'checkout', objectives: [] },
};

/** The event with other fields. */
function changed(fields: object) {
  const type = protoDefinitions<ProtoGrpcType>().forewarn.events.v1.ChangeAudited;
  const record = encode(entry);
  return { ...record, value: type.serialize({ ...type.deserialize(Buffer.from(record.value)), ...fields }) };
}

describe('the topic of changes', () => {
  it('has a name under the namespace, and keeps changes of one thing in order', () => {
    expect(changeAuditedTopic.name('mine')).toBe('mine.audit');
    expect(changeAuditedTopic.key(entry)).toBe('sla/checkout');
  });

  it('gives a change back', () => {
    expect(decode(encode(entry))).toEqual(entry);
    const created: AuditEntry = { ...entry, action: 'create', kind: 'key', before: undefined };
    expect(decode(encode(created))).toEqual(created);
    const deleted: AuditEntry = { ...entry, action: 'delete', after: undefined };
    expect(decode(encode(deleted))).toEqual(deleted);
  });

  it.each<[string, object]>([
    ['id', { id: 'x' }],
    ['changedAt', { changedAt: null }],
    ['role', { role: 'root' }],
    ['action', { action: 'look' }],
    ['kind', { kind: 'fault' }],
    ['before', { before: '{' }],
  ])('refuses another %s', (at, fields) => {
    expect(() => decode(changed(fields))).toThrow(new RegExp(`\\b${at}\\b`));
  });
});
