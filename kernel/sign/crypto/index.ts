export * from './ca.ts';
export * from './canonical.ts';
export { type DerivationLimit, limitDerivations } from './derivation-limit.ts';
export * from './errors.ts';
export * from './password-hash.ts';
export * from './signed-statement.ts';
export * from './signing-key.ts';
export * from './verify-passkey-signature.ts';
export * from './verify-password-signature.ts';
