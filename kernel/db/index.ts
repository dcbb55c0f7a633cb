export * from './ddl.ts';
export * from './drift.ts';
export * from './migrator.ts';
export * from './pool.ts';
export * from './schemas.ts';
export * from './sql.ts';
export * from './unavailable.ts';
export * from './urls.ts';
