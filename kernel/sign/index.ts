export * from './act.ts';
export * from './authority.ts';
export { sign } from './module.ts';
export * from './passkey.ts';
export { Signature } from './records/signature.ts';
export * from './routes.ts';
export * from './rules.ts';
export * from './verify.ts';
