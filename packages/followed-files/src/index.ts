export { type FollowedFilesOptions, followedFiles } from './followed-files.js';
