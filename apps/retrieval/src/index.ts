export { createRetrievalService, type RetrievalOptions } from './retrieval-service.js';
