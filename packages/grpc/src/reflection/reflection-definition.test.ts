import { loadProtoDescriptors } from '@forewarn/contracts';
import type { MessageTypeDefinition } from '@grpc/proto-loader';
import { describe, expect, it } from 'vitest';
import { type FileDescriptor, fileDescriptorType, type MessageDescriptor } from './file-descriptor.js';
import { reflectionDefinition } from './reflection-definition.js';

function reflectedFiles(): FileDescriptor[] {
  const definitions = Object.values(reflectionDefinition(loadProtoDescriptors())) as MessageTypeDefinition<
    object,
    object
  >[];
  const type = fileDescriptorType();
  return definitions[0]!.fileDescriptorProtos.map((bytes) => type.deserialize(bytes));
}

const message = (descriptor: FileDescriptor, name: string): MessageDescriptor =>
  descriptor.messageType!.find((one) => one.name === name)!;

describe('what server reflection says of proto/', () => {
  const files = reflectedFiles();
  const file = (wanted: string): FileDescriptor => files.find((one) => one.package === wanted)!;

  it('names the files that each file needs', () => {
    const nameOf = (wanted: string) => file(wanted).name;
    expect(new Set(file('dataretrieval.v1').dependency)).toEqual(
      new Set([nameOf('forewarn.v1'), nameOf('forewarn.events.v1'), nameOf('google.protobuf')]),
    );
    expect(file('google.protobuf').dependency ?? []).toEqual([]);
  });

  it('gives types their full names, across files and inside messages', () => {
    const descriptor = file('dataretrieval.v1');
    const typeOf = (name: string, field: string) =>
      message(descriptor, name).field?.find((one) => one.name === field)?.typeName;
    expect(typeOf('Selector', 'start_time')).toBe('.google.protobuf.Timestamp');
    expect(typeOf('Selector', 'matchers')).toBe('.dataretrieval.v1.LabelMatcher');
    expect(typeOf('LabelMatcher', 'operator')).toBe('.dataretrieval.v1.LabelMatcher.Operator');
  });

  it('calls map entries as the language has it', () => {
    const series = message(file('forewarn.v1'), 'Series');
    expect(series.nestedType?.map(({ name }) => name)).toEqual(['LabelsEntry']);
    expect(series.field?.[1]?.typeName).toBe('.forewarn.v1.Series.LabelsEntry');
  });

  it('has the names of proto/, the JSON names, and marks what is optional', () => {
    const fields = message(file('dataretrieval.v1'), 'Selector').field!;
    expect(
      fields.map(({ name, jsonName, proto3Optional = false }) => [name, jsonName, proto3Optional]),
    ).toEqual([
      ['metric', 'metric', true],
      ['partition', 'partition', true],
      ['matchers', 'matchers', false],
      ['start_time', 'startTime', true],
      ['end_time', 'endTime', true],
    ]);
  });
});
