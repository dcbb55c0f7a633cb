export * from './checkpoint.ts';
export { LogError, type LogErrorCode } from './errors.ts';
export * from './frontier.ts';
export * from './merkle.ts';
export {
  cosignNote,
  type NoteSignature,
  type NoteSigner,
  type NoteVerifier,
  type OpenedNote,
  openNote,
  signNote,
} from './note.ts';
export * from './note-key.ts';
export * from './tile-proofs.ts';
export * from './tiles.ts';
export * from './verify-proof.ts';
