export { createRetrieval, type RetrievalDependencies } from './create-retrieval.js';
