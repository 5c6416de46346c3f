import { RetrievalError } from '@forewarn/contracts';

/** What a client is told whose watch ends because the service stops. */
export const serviceStopping = (): RetrievalError =>
  new RetrievalError('retrieval-unavailable', 'the retrieval service is stopping: watch again in a moment');
