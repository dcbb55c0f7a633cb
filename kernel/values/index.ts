export * from './day.ts';
export * from './decimal.ts';
export * from './errors.ts';
export {
  addElapsed,
  compareInstants,
  type Elapsed,
  type Instant,
  instant,
  instantOfMillis,
  isInstant,
  microsBetween,
  millisOf,
} from './instant.ts';
export * from './money.ts';
export * from './quantity.ts';
export { isZone } from './zone.ts';
