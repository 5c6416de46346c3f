#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(fileURLToPath(main))) {
  // Not by `import`, which opens all files at once: more than some systems allow a process (`ulimit -n 256`).
  createRequire(import.meta.url)(fileURLToPath(main));
} else {
  process.stderr.write('forewarn: it is not built yet: run "npm start" once, or "npm ci && npm run build"\n');
  process.exitCode = 1;
}
