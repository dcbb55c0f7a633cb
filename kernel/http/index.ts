export * from './contract.ts';
export * from './problem.ts';
export * from './records.ts';
export * from './server.ts';
