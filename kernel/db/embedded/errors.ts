/** A reason the embedded PostgreSQL cannot run. `message` is one sentence fit to print to the person who started it. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError';
}

/** The `code` of a system error (`ENOSPC`, `EACCES`, ...), or undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Turns a failed file operation on `place` into a sentence; errors that already are sentences pass through unchanged. */
export function asSentence(error: unknown, place: string): Error {
  if (error instanceof EmbeddedPostgresError) return error;
  const code = systemCode(error);
  const sentences: Record<string, string> = {
    ENOSPC: `The disk that holds ${place} is full: free some space and start again.`,
    EDQUOT: `The disk quota for ${place} is used up: free some space and start again.`,
    EACCES: `The database files in ${place} are not accessible to this user: check the owner and permissions of that folder.`,
    EPERM: `The database files in ${place} are not accessible to this user: check the owner and permissions of that folder.`,
    ENOENT: `The folder ${place} cannot be made: choose another data folder with PLUMBLINE_DATA.`,
    ENOTDIR: `The folder ${place} cannot be made because a file is in its way: choose another data folder with PLUMBLINE_DATA.`,
    EROFS: `The folder ${place} is on a read-only file system: choose another data folder with PLUMBLINE_DATA.`,
  };
  const sentence = code === undefined ? undefined : sentences[code];
  if (sentence !== undefined) return new EmbeddedPostgresError(sentence, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}

/**
 * Reads what initdb or the server wrote before it gave up and says it in one sentence.
 * `output` is the text written during this start only.
 */
export function explainOutput(output: string, place: string): EmbeddedPostgresError {
  if (/No space left on device/i.test(output)) {
    return new EmbeddedPostgresError(`The disk that holds ${place} is full: free some space and start again.`);
  }
  if (/error while loading shared libraries: ([^\s:]+)/i.test(output)) {
    const library = /error while loading shared libraries: ([^\s:]+)/i.exec(output)?.[1] ?? 'a system library';
    return new EmbeddedPostgresError(`PostgreSQL cannot run because ${library} is missing on this system.`);
  }
  if (/database files are incompatible with server/i.test(output)) {
    return new EmbeddedPostgresError(`The database in ${place} was created by another major version of PostgreSQL.`);
  }
  const fatal = output
    .split('\n')
    .map((line) => /(?:FATAL|PANIC|error):\s+(.*)/.exec(line)?.[1])
    .filter((line): line is string => line !== undefined)
    .at(-1);
  const reason = fatal ?? (output.trim().split('\n').at(-1) || 'it wrote no reason');
  return new EmbeddedPostgresError(`PostgreSQL did not start: ${reason}`);
}
