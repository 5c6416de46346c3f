export { createRetrieval, type RetrievalDeps } from './create-retrieval.js';
