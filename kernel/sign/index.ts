export * from './act.ts';
export * from './authority.ts';
export { sign } from './module.ts';
export * from './passkey.ts';
export { Signature } from './records/signature.ts';
export * from './routes.ts';
export * from './rules.ts';
export * from './verify.ts';

import { fileURLToPath } from 'node:url';
import type { ServerHalf } from '#kernel/records';
import { sign } from './module.ts';
export const signHalf: ServerHalf = { module: sign, migrations: fileURLToPath(new URL('./migrations', import.meta.url)) };
