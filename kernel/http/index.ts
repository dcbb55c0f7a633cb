export * from './contract.ts';
export { exportList, exportRoutes } from './exports.ts';
export { importRoutes } from './imports.ts';
export * from './once.ts';
export * from './problem.ts';
export * from './records.ts';
export * from './server.ts';
