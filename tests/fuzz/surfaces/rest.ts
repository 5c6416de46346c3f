import assert from 'node:assert/strict';
import type { Surface } from '../harness/surface.js';
import { type HttpInput, httpInputs, type WellFormedRequest } from '../wild/http-request.js';
import { existingSla } from '../wild/rest-documents.js';
import { type HttpAnswer, openHttpClient } from './open-http-client.js';
import { openSlaManager } from './open-sla-manager.js';

/** What an answer to a mistake may take, and for each byte of the request: the mistakes that are told are bounded. */
const leastAnswerBytes = 16_384;
const answerBytesPerByte = 4;

/** The requests to the REST API and the page, and what else comes to their port. */
export const restSurface: Surface<HttpInput> = {
  name: 'rest',
  inputs: httpInputs,
  shortRun: 600,
  share: 25,
  async open() {
    const manager = await openSlaManager();
    const client = openHttpClient(manager.port);
    return {
      async attempt(input) {
        if ('bytes' in input) {
          const text = await client.sendRaw(input.bytes);
          assert.doesNotMatch(text, /^HTTP\/1\.\d 5\d\d/m, text.slice(0, 500));
          return;
        }
        requireOwnUp(input, await client.send(input));
        await manager.forgetWritten();
      },
      async answersStill() {
        const answer = await client.send({
          method: 'GET',
          path: `/api/v1/slas/${existingSla}/status`,
          headers: {},
          body: null,
        });
        assert.equal(answer.status, 200, answer.body.toString());
        assert.equal(JSON.parse(answer.body.toString()).name, existingSla);
      },
      async close() {
        client.close();
        await manager.close();
      },
    };
  },
};

/** A mistake is told as one, in the form of all mistakes, and at bounded length. */
function requireOwnUp({ path, headers, body }: WellFormedRequest, answer: HttpAnswer): void {
  const said = answer.body.subarray(0, 1_000).toString();
  assert.ok(answer.status < 500, `answered ${answer.status}: ${said}`);
  if (answer.status < 400) return;
  const requestBytes = path.length + JSON.stringify(headers).length + (body?.length ?? 0);
  const most = leastAnswerBytes + answerBytesPerByte * requestBytes;
  assert.ok(
    answer.body.length <= most,
    `an answer of ${answer.body.length} bytes to a request of ${requestBytes}`,
  );
  if (answer.body.length === 0 || !answer.type.startsWith('application/problem+json')) return;
  const problem = JSON.parse(answer.body.toString());
  assert.equal(problem.status, answer.status);
  assert.notEqual(problem.code, 'internal');
}
