import { status } from '@grpc/grpc-js';
import { expect, it } from 'vitest';
import { retrievalError } from './retrieval-error.js';

const unavailable = (details: string): string => {
  const thrown = Object.assign(new Error(), { code: status.UNAVAILABLE, details });
  return retrievalError(thrown, 'retrieval:50051').message;
};

it.each([
  ['No connection established. Last error: undefined. Resolution note: ', '(no connection)'],
  ['No connection established. Last error: null. Resolution note: ', '(no connection)'],
  ['', '(no connection)'],
  [
    'No connection established. Last error: connect ECONNREFUSED 10.0.0.9:1. Resolution note: ',
    '(ECONNREFUSED)',
  ],
  ['Name resolution failed for target dns:retrieval:50051', '(Name resolution failed)'],
])('of "%s" says %s', (details, said) => {
  expect(unavailable(details)).toContain(`retrieval:50051 cannot be reached ${said}: start it`);
});
