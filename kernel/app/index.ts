export * from './application.ts';
export * from './kernel.ts';
export * from './parts.ts';
export * from './serve-web.ts';
export * from './system-routes.ts';
export * from './vault.ts';
