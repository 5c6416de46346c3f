export { createRetrieval, type RetrievalDependencies, type RetrievalParts } from './create-retrieval.js';
