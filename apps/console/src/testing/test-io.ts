import { EventEmitter } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import type { ConsoleIo } from '../io/console-io.js';

/** A stream that remembers what was written and tells when something appears. */
class CollectingStream extends Writable {
  readonly isTTY: boolean;
  readonly columns = 120;
  text = '';
  readonly #changes = new EventEmitter();

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.#changes.emit('change');
    done();
  }

  /** Resolves when `wanted` has been written so many times. */
  async until(wanted: string, times = 1): Promise<void> {
    while (this.text.split(wanted).length <= times)
      await new Promise((resolve) => this.#changes.once('change', resolve));
  }
}

/** Thrown in place of the end of the process. */
export class Exited extends Error {
  constructor(readonly exitCode: number) {
    super(`exited with ${exitCode}`);
  }
}

/** A process for tests: what it printed, and the exit code that it would have. */
export interface TestIo extends ConsoleIo {
  readonly stdin: PassThrough & { isTTY: boolean };
  readonly stdout: CollectingStream;
  readonly stderr: CollectingStream;
  readonly signals: EventEmitter;
  exitCode: number;
}

/** @param isTTY  whether standard input and output are a terminal */
export function createTestIo({ isTTY = false, env = {} as ConsoleIo['env'] } = {}): TestIo {
  const io: TestIo = {
    stdin: Object.assign(new PassThrough(), { isTTY, setRawMode: () => {} }),
    stdout: new CollectingStream(isTTY),
    stderr: new CollectingStream(isTTY),
    env,
    signals: new EventEmitter(),
    exitCode: 0,
    setExitCode: (code) => {
      io.exitCode = code;
    },
    exit: (code) => {
      io.exitCode = code;
      throw new Exited(code);
    },
  };
  return io;
}
