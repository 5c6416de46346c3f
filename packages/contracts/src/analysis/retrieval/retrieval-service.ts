import type { RetrievalServiceDefinition } from '../../generated/dataretrieval/v1/RetrievalService.js';
import { protoDefinitions } from '../../proto-definitions.js';

/** The full name of the service, as in health checks. */
export const retrievalServiceName = 'dataretrieval.v1.RetrievalService';

/** The methods of `dataretrieval.v1.RetrievalService`, to add to a server. */
export const loadRetrievalService = (): RetrievalServiceDefinition =>
  protoDefinitions().dataretrieval.v1.RetrievalService.service;
