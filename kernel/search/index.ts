export { type Hit, type SearchAnswer, type SearchQuery, searchRecords } from './find.ts';
export { createIndexer, indexRow, searchText } from './indexer.ts';
export { search } from './module.ts';
export { searchRoutes } from './routes.ts';
export { searchServer } from './server.ts';
