/** A reason a command cannot do its work; the message is one sentence for the person who ran it. */
export class UserError extends Error {
  override name = 'UserError';
}
