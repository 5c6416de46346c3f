export { createStorageService, type StorageOptions } from './storage-service.js';
