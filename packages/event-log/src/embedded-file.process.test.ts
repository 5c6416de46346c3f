import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { EventLogInbox } from '@forewarn/testkit';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEmbeddedEventLog } from './index.js';

const program = fileURLToPath(new URL('../test-programs/append-embedded.mjs', import.meta.url));

describe('the file of the embedded event log', () => {
  let directory: string;
  let file: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'forewarn-event-log-'));
    file = join(directory, 'events.db');
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  const unusable = (why: RegExp) =>
    expect.objectContaining({
      code: 'data-directory-unusable',
      message: expect.stringMatching(why),
      details: expect.objectContaining({ file }),
    });

  const opening = () => {
    try {
      createEmbeddedEventLog({ file });
    } catch (error) {
      return error;
    }
    throw new Error('it could be opened');
  };

  it('is free again when the log is closed, and not before', async () => {
    const log = createEmbeddedEventLog({ file });
    expect(opening()).toEqual(unusable(/in use by another process/));
    await log.close();
    await createEmbeddedEventLog({ file }).close();
  });

  it('cannot be something else than a database', async () => {
    await writeFile(file, 'nothing of the kind'.repeat(100));
    expect(opening()).toEqual(unusable(/not an event log/));
  });

  it('cannot be the database of another program', () => {
    const database = new DatabaseSync(file);
    database.exec('CREATE TABLE theirs (x)');
    database.close();
    expect(opening()).toEqual(unusable(/another program/));
  });

  it('cannot be of a newer format', async () => {
    await createEmbeddedEventLog({ file }).close();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(opening()).toEqual(unusable(/newer version of Forewarn \(format 99\)/));
  });

  it('cannot be in a directory that is absent, or be a directory', async () => {
    file = join(directory, 'absent', 'events.db');
    expect(opening()).toEqual(unusable(/cannot be opened or created/));
    await mkdir(file, { recursive: true });
    expect(opening()).toEqual(unusable(/cannot be opened or created/));
  });

  it('has every acknowledged record when its process was killed in the middle of appends', async () => {
    const writer = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const hasExited = once(writer, 'exit');
    let acknowledged = -1;
    for await (const line of createInterface({ input: writer.stdout })) {
      acknowledged = Number(line);
      if (acknowledged >= 300) writer.kill('SIGKILL');
    }
    await hasExited;
    expect(acknowledged).toBeGreaterThanOrEqual(300);

    const log = createEmbeddedEventLog({ file });
    const inbox = new EventLogInbox();
    await log.consume({ topic: 'numbers', group: 'auditor', handle: inbox.handle });
    const expected = Array.from({ length: acknowledged + 1 }, (_, number) => `${number}`);
    // The last append may have been written and not yet acknowledged, so counting the records would not do.
    await vi.waitFor(
      () => expect(expected.filter((text) => !inbox.texts.includes(text))).toEqual([]),
      10_000,
    );
    await log.close();
    expect(new Set(inbox.texts).size, 'no record twice').toBe(inbox.texts.length);
  }, 20_000);
});
