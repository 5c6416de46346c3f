import type { FieldDescriptor, FileDescriptor, MessageDescriptor } from './file-descriptor.js';

/** Full names of types, without a leading dot, and the file that has each. */
type TypeIndex = ReadonlyMap<string, FileDescriptor>;

/**
 * Completes, in place, the descriptors that protobufjs makes, so that strict readers such as grpcurl take them: files name the files
 * that they need, fields the full names of their types, map entries are called as the language has it, fields have their JSON names, and `optional` is marked.
 *
 * @source https://protobuf.com/docs/descriptors
 */
export function completeDescriptors(files: readonly FileDescriptor[]): void {
  for (const file of files) for (const message of file.messageType ?? []) completeMessage(message);
  const types = indexTypes(files);
  for (const file of files) {
    const needed = new Set<FileDescriptor>();
    const resolve = (name: string, scope: string): string => {
      const full = fullName(name, scope, types);
      const home = types.get(full);
      if (home && home !== file) needed.add(home);
      return `.${full}`;
    };
    for (const message of file.messageType ?? [])
      resolveFields(message, scopeOf(file.package, message), resolve);
    for (const method of (file.service ?? []).flatMap((service) => service.method ?? [])) {
      method.inputType = resolve(method.inputType, file.package ?? '');
      method.outputType = resolve(method.outputType, file.package ?? '');
    }
    file.dependency = [...needed].map(({ name }) => name);
  }
}

function completeMessage(message: MessageDescriptor): void {
  for (const field of message.field ?? []) {
    field.jsonName = jsonName(field.name);
    markOptional(field, message);
  }
  for (const nested of message.nestedType ?? []) {
    completeMessage(nested);
    if (nested.options?.mapEntry) renameEntry(nested, message);
  }
}

const jsonName = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** An `optional` field is the only member of a oneof that is named after it. */
function markOptional(field: FieldDescriptor, message: MessageDescriptor): void {
  if (field.oneofIndex === undefined) return;
  if (message.oneofDecl?.[field.oneofIndex]?.name === `_${field.name}`) field.proto3Optional = true;
}

function renameEntry(entry: MessageDescriptor, message: MessageDescriptor): void {
  const protobufjsName = entry.name;
  if (!protobufjsName.endsWith('Entry')) entry.name = `${protobufjsName}Entry`;
  for (const field of message.field ?? []) if (field.typeName === protobufjsName) field.typeName = entry.name;
}

function indexTypes(files: readonly FileDescriptor[]): TypeIndex {
  const types = new Map<string, FileDescriptor>();
  const add = (file: FileDescriptor, message: MessageDescriptor, scope: string) => {
    types.set(scope, file);
    for (const { name } of message.enumType ?? []) types.set(`${scope}.${name}`, file);
    for (const nested of message.nestedType ?? []) add(file, nested, scopeOf(scope, nested));
  };
  for (const file of files) {
    for (const { name } of file.enumType ?? []) types.set(`${file.package}.${name}`, file);
    for (const message of file.messageType ?? []) add(file, message, scopeOf(file.package, message));
  }
  return types;
}

function resolveFields(
  message: MessageDescriptor,
  scope: string,
  resolve: (name: string, scope: string) => string,
): void {
  for (const field of message.field ?? [])
    if (field.typeName) field.typeName = resolve(field.typeName, scope);
  for (const nested of message.nestedType ?? []) resolveFields(nested, scopeOf(scope, nested), resolve);
}

/** Looks a name up from the innermost scope outward, as the language does. */
function fullName(name: string, scope: string, types: TypeIndex): string {
  if (name.startsWith('.')) return name.slice(1);
  for (let at = scope; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('.')))) {
    if (types.has(`${at}.${name}`)) return `${at}.${name}`;
  }
  return name;
}

const scopeOf = (scope: string | undefined, { name }: { name: string }): string =>
  scope ? `${scope}.${name}` : name;
