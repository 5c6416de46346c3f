import type { PackageDefinition, ProtobufTypeDefinition } from '@grpc/proto-loader';
import { completeDescriptors } from './complete-descriptors.js';
import { fileDescriptorType } from './file-descriptor.js';

/**
 * What server reflection says: definitions with the names that stand in their files, and those of other services.
 * proto-loader's own descriptors lack what strict clients need; these are completed.
 *
 * @param descriptors  as proto-loader reads them with `keepCase`
 * @param others       a message of each other service that the server has
 */
export function reflectionDefinition(
  descriptors: PackageDefinition,
  others: readonly ProtobufTypeDefinition[] = [],
): PackageDefinition {
  const type = fileDescriptorType();
  const encoded = [...Object.values(descriptors), ...others].flatMap((one) =>
    'fileDescriptorProtos' in one ? (one.fileDescriptorProtos as Buffer[]) : [],
  );
  const files = [
    ...new Map(encoded.map((bytes) => [type.deserialize(bytes).name, type.deserialize(bytes)])).values(),
  ];
  completeDescriptors(files);
  const fileDescriptorProtos = files.map((file) => type.serialize(file));
  // The server reads every file from any one message.
  const [name, message] = Object.entries(descriptors).find(([, one]) => 'fileDescriptorProtos' in one) ?? [];
  if (name === undefined) return {};
  return { [name]: { ...message, fileDescriptorProtos } as PackageDefinition[string] };
}
