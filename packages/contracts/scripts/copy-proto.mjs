// Copies proto/ to dist/proto, where the built package reads it. Run by `npm run build`.
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../../../proto', import.meta.url));
const target = fileURLToPath(new URL('../dist/proto', import.meta.url));

// Over what is there: a process that runs meanwhile finds its files.
cpSync(source, target, { recursive: true });
