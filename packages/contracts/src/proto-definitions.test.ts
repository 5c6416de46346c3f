import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadProtoDescriptors, protoDefinitions } from './proto-definitions.js';

const folder = new URL('../../../proto/', import.meta.url);
const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.proto'))
  .map((file) => readFileSync(new URL(file, folder), 'utf8'));

/** What stands in a file outside other messages, by its full name. */
function declared(text: string): string[] {
  const [, scope] = /^package ([\w.]+);/m.exec(text)!;
  return [...text.matchAll(/^(?:message|service|enum) (\w+)/gm)].map(([, name]) => `${scope}.${name}`);
}

describe('the files of proto/', () => {
  it('are all told to reflection', () => {
    expect(texts.length).toBeGreaterThan(1);
    expect(Object.keys(loadProtoDescriptors())).toEqual(expect.arrayContaining(texts.flatMap(declared)));
  });

  it('tell reflection the names of fields that stand there', () => {
    const { 'forewarn.v1.Window': window } = loadProtoDescriptors();
    const { field } = window!.type as { field: { name: string }[] };
    expect(field.map(({ name }) => name)).toContain('missing_count');
  });

  it('are read once for all who call or serve them', () => {
    expect(protoDefinitions()).toBe(protoDefinitions());
  });
});
