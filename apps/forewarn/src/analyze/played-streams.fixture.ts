import { Readable, Writable } from 'node:stream';

/** Standard input that holds something, and outputs that keep what is written. */
export function playedStreams(input: string | Uint8Array) {
  const written = { stdout: '', stderr: '' };
  const into = (name: keyof typeof written) =>
    new Writable({
      write(chunk, _, done) {
        written[name] += chunk;
        done();
      },
    });
  const streams = {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: into('stdout'),
    stderr: into('stderr'),
  };
  return { streams, written };
}
