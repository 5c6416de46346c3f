import { loadSync, type PackageDefinition, type ProtobufTypeDefinition } from '@grpc/proto-loader';
import { protoFiles, protoRoot } from '../proto-definitions.js';
import { completeDescriptors } from './complete-descriptors.js';
import { fileDescriptorType } from './file-descriptor.js';

/**
 * What server reflection says: the definitions of proto/, with the names that stand there, and those of other services.
 * proto-loader's own descriptors lack what strict clients need; these are completed.
 *
 * @param others  a message of each other service that the server has
 */
export function loadReflectionDefinition(others: readonly ProtobufTypeDefinition[] = []): PackageDefinition {
  const definition = loadSync([...protoFiles], { includeDirs: [protoRoot], keepCase: true });
  const type = fileDescriptorType();
  const definitions = [...Object.values(definition), ...others];
  const encoded = definitions.flatMap((one) =>
    'fileDescriptorProtos' in one ? (one.fileDescriptorProtos as Buffer[]) : [],
  );
  const files = [
    ...new Map(encoded.map((bytes) => [type.deserialize(bytes).name, type.deserialize(bytes)])).values(),
  ];
  completeDescriptors(files);
  const selector = definition['dataretrieval.v1.Selector'];
  const fileDescriptorProtos = files.map((file) => type.serialize(file));
  return { 'dataretrieval.v1.Selector': { ...selector, fileDescriptorProtos } as PackageDefinition[string] };
}
