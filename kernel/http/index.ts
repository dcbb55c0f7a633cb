export * from './contract.ts';
export * from './once.ts';
export * from './problem.ts';
export * from './records.ts';
export * from './server.ts';
