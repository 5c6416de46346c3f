import { fileURLToPath } from 'node:url';
import { type GrpcObject, loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync, type Options, type PackageDefinition } from '@grpc/proto-loader';
import type { ProtoGrpcType } from './generated/retrieval.js';

/** The folder of proto/: beside the built module; a test that runs the sources reads the same copy. */
const protoRoot = fileURLToPath(new URL('../dist/proto', import.meta.url));

/** The files that lead to all others. */
const protoFiles: readonly string[] = ['dataretrieval/v1/retrieval.proto', 'forewarn/events/v1/events.proto'];

// The options must say the same as those in scripts/generate-types.mjs.
const loadOptions: Options = {
  longs: Number,
  enums: String,
  defaults: true,
  arrays: true,
  includeDirs: [protoRoot],
};

let loaded: ProtoGrpcType | undefined;

/** The messages and services of proto/, typed: read at the first call, kept since they never change. */
export function protoDefinitions(): ProtoGrpcType {
  loaded ??= load();
  return loaded;
}

/** Everything in proto/ with the names that stand there: what server reflection tells. */
export const loadProtoDescriptors = (): PackageDefinition =>
  loadSync([...protoFiles], { includeDirs: [protoRoot], keepCase: true });

function load(): ProtoGrpcType {
  const types: GrpcObject = loadPackageDefinition(loadSync([...protoFiles], loadOptions));
  return types as unknown as ProtoGrpcType;
}
