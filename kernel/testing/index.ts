export * from './app.ts';
export * from './client.ts';
export * from './conformance.ts';
export * from './database.ts';
export * from './samples.ts';
