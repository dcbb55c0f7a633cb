export * from './checkpoint.ts';
export * from './dead-letters.ts';
export * from './define.ts';
export * from './dispatch.ts';
export { emit } from './emit.ts';
export * from './origin.ts';
export { eventsHalf } from './server.ts';
