export * from './keys.ts';
export * from './publish.ts';
export * from './seal-loop.ts';
export * from './sealer.ts';
export type { Checked, Fault, FaultKind } from './verify/fault.ts';
export type { StoredFiles } from './verify/file-pass.ts';
export { type VerifyOptions, type VerifyResult, verifyLog } from './verify/verify.ts';
