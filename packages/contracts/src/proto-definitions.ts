import { fileURLToPath } from 'node:url';
import { type GrpcObject, loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync, type Options, type PackageDefinition } from '@grpc/proto-loader';
import type { ProtoGrpcType } from './generated/retrieval.js';

// Beside the built module; a test that runs the sources reads the same copy.
const protoRoot = fileURLToPath(new URL('../dist/proto', import.meta.url));

// The options must say the same as those in scripts/generate-types.mjs.
const loadOptions: Options = {
  longs: Number,
  enums: String,
  defaults: true,
  arrays: true,
  includeDirs: [protoRoot],
};

/** The definitions of proto/, loaded. */
export interface ProtoDefinitions {
  /** As files and descriptors, for reflection. */
  readonly packageDefinition: PackageDefinition;
  /** Messages and services by name, typed. */
  readonly types: ProtoGrpcType;
}

let loaded: ProtoDefinitions | undefined;

/** The definitions of proto/: read at the first call, kept since they never change. */
export function protoDefinitions(): ProtoDefinitions {
  loaded ??= load();
  return loaded;
}

function load(): ProtoDefinitions {
  const packageDefinition = loadSync(
    ['dataretrieval/v1/retrieval.proto', 'forewarn/events/v1/events.proto'],
    loadOptions,
  );
  const types: GrpcObject = loadPackageDefinition(packageDefinition);
  return { packageDefinition, types: types as unknown as ProtoGrpcType };
}
