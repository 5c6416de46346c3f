import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it } from 'vitest';
import { embeddedForewarn } from '../support/embedded-forewarn.js';
import { builtProgram } from '../support/forewarn-program.js';

const run = promisify(execFile);

/** A command that hangs is ended before its test is, which would leave it behind. */
const commandMs = 50_000;
const guide = readFileSync(new URL('../../docs/migrating.md', import.meta.url), 'utf8');

const blocks = (language: string): string[] =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, text]) => text!);

/** Commands as they stand in the guide, each with what the guide says that it prints. */
const examples = blocks('console').flatMap((block) =>
  block
    .split(/^\$ /m)
    .filter((text) => text !== '')
    .map((text) => {
      const lines = text.trimEnd().split('\n');
      return { command: lines.slice(0, -1).join('\n'), output: lines.at(-1)! };
    }),
);

/** `…` stands for anything. */
const pattern = (output: string): RegExp =>
  new RegExp(
    output
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^]*'),
  );

describe('the guide for those who come from the Python and PHP pipeline', () => {
  const place = embeddedForewarn();

  it('has commands and queries', () => {
    expect(examples.length).toBeGreaterThan(10);
    expect(blocks('sql').length).toBeGreaterThan(4);
  });

  // In the order of the guide: what one creates, a later one reads and deletes.
  it.each(examples)('$command', async ({ command, output }) => {
    const here = command
      .replaceAll('http://127.0.0.1:8080', place().url)
      .replaceAll('npx forewarn', `"${process.execPath}" "${builtProgram}"`);
    const env = { ...process.env, RETRIEVAL_ADDRESS: place().grpcAddress, SLA_URL: place().url };
    const { stdout } = await run('/bin/sh', ['-euc', here], {
      env,
      maxBuffer: 64 * 1024 * 1024,
      timeout: commandMs,
    });
    expect(pattern(output).test(stdout), stdout.slice(0, 2_000)).toBe(true);
  });

  it.each(blocks('sql'))('%s', (query) => {
    const database = new DatabaseSync(path.join(place().dataDir, 'recording', 'store.sqlite'), {
      readOnly: true,
    });
    try {
      expect(database.prepare(query).all()).not.toEqual([]);
    } finally {
      database.close();
    }
  });
});
