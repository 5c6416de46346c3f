import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type GrpcObject, loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync, type Options, type PackageDefinition } from '@grpc/proto-loader';
import type { ProtoGrpcType } from './generated/retrieval.js';

/** The folder of proto/: the copy beside the built module, or itself when the sources are run. */
const protoRoot = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../proto' : './proto', import.meta.url),
);

const protoFiles = (): string[] =>
  readdirSync(protoRoot, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.proto'))
    .sort();

// The options must say the same as those in scripts/generate-types.mjs.
const loadOptions: Options = {
  longs: Number,
  enums: String,
  defaults: true,
  arrays: true,
  includeDirs: [protoRoot],
};

let loaded: GrpcObject | undefined;

/**
 * The messages and services of proto/, typed: read at the first call, kept since they never change. Of files that the default
 * does not lead to, the caller names the type that was generated beside it.
 */
export function protoDefinitions<Types = ProtoGrpcType>(): Types {
  loaded ??= loadPackageDefinition(loadSync(protoFiles(), loadOptions));
  // The generator made the type of the same files.
  return loaded as unknown as Types;
}

/** Everything in proto/ with the names that stand there: what server reflection tells. */
export const loadProtoDescriptors = (): PackageDefinition =>
  loadSync(protoFiles(), { includeDirs: [protoRoot], keepCase: true });
