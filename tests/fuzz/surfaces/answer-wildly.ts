import type { RequestListener } from 'node:http';
import type { PrometheusAnswer } from '../wild/prometheus-answer.js';

/** Answers every request as it is told, once the request has come whole. */
export const answerWildly =
  ({ status, headers, body, delivery }: PrometheusAnswer): RequestListener =>
  (request, response) => {
    request.resume();
    if (delivery === 'raw') {
      request.socket.end(body);
      return;
    }
    if (delivery === 'cut') {
      response.writeHead(status, { ...headers, 'content-length': body.length + 10 });
      response.write(body, () => request.socket.destroy());
      return;
    }
    response.writeHead(status, headers).end(body);
  };
