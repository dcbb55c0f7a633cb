export { openLocalStore } from './local.ts';
export { FileNotFound, type FileStore, IntegrityFailure, type StoredFile } from './store.ts';
