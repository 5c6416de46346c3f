// Generates src/generated from proto/ with proto-loader's generator. Run by `npm run build`.
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const generator = createRequire(import.meta.url).resolve(
  '@grpc/proto-loader/build/bin/proto-loader-gen-types.js',
);
const protoRoot = fileURLToPath(new URL('../../../proto', import.meta.url));
const target = fileURLToPath(new URL('../src/generated', import.meta.url));

// The options must say the same as `loadOptions` in src/proto-definitions.ts.
const options = ['--longs=Number', '--enums=String', '--defaults', '--arrays', '--includeComments'];
const form = ['--grpcLib=@grpc/grpc-js', '--importFileExtension=.js', '--includeDirs=.'];
const files = readdirSync(protoRoot, { recursive: true }).filter((file) => file.endsWith('.proto'));

rmSync(target, { recursive: true, force: true });
execFileSync(process.execPath, [generator, ...options, ...form, `--outDir=${target}`, ...files], {
  cwd: protoRoot,
  stdio: ['ignore', 'ignore', 'inherit'],
});
