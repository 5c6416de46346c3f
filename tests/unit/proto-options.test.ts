import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const protoRoot = fileURLToPath(new URL('../../proto', import.meta.url));
const files = readdirSync(protoRoot, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.proto'),
);

/** The package of a file, and what its options say. */
function declarations(file: string) {
  const text = readFileSync(path.join(protoRoot, file), 'utf8');
  const option = (name: string) => new RegExp(`^option ${name} = "?([^"\\n]+?)"?;$`, 'm').exec(text)?.[1];
  return {
    proto: /^package ([\w.]+);$/m.exec(text)![1]!,
    go: option('go_package'),
    java: option('java_package'),
    isOneJavaFileAType: option('java_multiple_files'),
  };
}

/** Of the machine, where it has one. */
const command = process.env.PROTOC ?? 'protoc';
const protoc = spawnSync(command, ['--version']).status === 0;

describe('the files of proto/', () => {
  it.each(files)('%s can be generated for Go and Java as it stands', (file) => {
    const { go, java, isOneJavaFileAType } = declarations(file);
    // protoc-gen-go takes an import path only when it has a dot or a slash; behind the semicolon stands the package's name.
    expect(go).toMatch(/^forewarn(\/[a-z][a-z0-9]*)+;[a-z][a-z0-9]*$/);
    expect(java).toMatch(/^forewarn(\.[a-z][a-z0-9]*)+$/);
    expect(isOneJavaFileAType).toBe('true');
  });

  it('have a Go and a Java package for each package of their own, and no other', () => {
    const all = files.map(declarations);
    const packages = new Set(all.map(({ proto }) => proto));
    const pairs = new Set(all.map(({ proto, go, java }) => `${proto} ${go} ${java}`));
    expect(pairs.size).toBe(packages.size);
    for (const of of ['go', 'java'] as const)
      expect(new Set(all.map((each) => each[of]))).toHaveProperty('size', packages.size);
  });

  it.each(protoc ? [command] : [])('are taken by protoc: %s', () => {
    const target = mkdtempSync(path.join(tmpdir(), 'forewarn-proto-'));
    const args = [`--proto_path=${protoRoot}`, `--java_out=${target}`, ...files];
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    const made = readdirSync(target, { recursive: true, encoding: 'utf8' });
    rmSync(target, { recursive: true });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(made).toContain('forewarn/dataretrieval/v1/ListForecastsRequest.java');
  });
});
