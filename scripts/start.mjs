import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildPackages, installPackages, root } from './install-and-build.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const say = (text) => process.stdout.write(`forewarn: ${text}\n`);

async function main() {
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(
      `Node ${process.versions.node} is too old: install Node 20.19 or newer (22 or 24 is better)`,
    );
  }
  await installPackages(say);
  await buildPackages(say);
  process.argv.splice(2, 0, 'start');
  await import(pathToFileURL(path.join(root, 'apps', 'forewarn', 'bin', 'forewarn.mjs')).href);
}

main().catch((error) => {
  process.stderr.write(`forewarn: ${error.message}\n`);
  process.exitCode = 1;
});
