export * from './ability.ts';
export * from './field.ts';
export * from './label.ts';
export * from './machine.ts';
export * from './module.ts';
export * from './record.ts';
export * from './rule.ts';
