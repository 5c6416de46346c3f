import { loadSync, type MessageTypeDefinition } from '@grpc/proto-loader';

/** What is read and written of `google.protobuf.FileDescriptorProto`; all else is kept as it is. */
export interface FileDescriptor {
  name: string;
  package?: string;
  dependency?: string[];
  messageType?: MessageDescriptor[];
  enumType?: NamedDescriptor[];
  service?: { method?: { inputType: string; outputType: string }[] }[];
}

/** What is read and written of a message's descriptor. */
export interface MessageDescriptor extends NamedDescriptor {
  field?: FieldDescriptor[];
  nestedType?: MessageDescriptor[];
  enumType?: NamedDescriptor[];
  oneofDecl?: NamedDescriptor[];
  options?: { mapEntry?: boolean };
}

/** What is read and written of a field's descriptor. */
export interface FieldDescriptor extends NamedDescriptor {
  jsonName?: string;
  typeName?: string;
  oneofIndex?: number;
  proto3Optional?: boolean;
}

interface NamedDescriptor {
  name: string;
}

/** Reads and writes descriptors; proto-loader carries their definition. */
export function fileDescriptorType(): MessageTypeDefinition<FileDescriptor, FileDescriptor> {
  const definition = loadSync('google/protobuf/descriptor.proto', { enums: String });
  const type: unknown = definition['google.protobuf.FileDescriptorProto'];
  return type as MessageTypeDefinition<FileDescriptor, FileDescriptor>;
}
