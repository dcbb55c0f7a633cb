/** The server is shutting down, has crashed, is starting up, takes no more connections, or its disk is full. */
const codes = new Set(['57P01', '57P02', '57P03', '53300', '53100']);
const network = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND']);
/** How the driver says that a connection was lost, or that none was to be had; these errors have no code. */
const messages = /Query read timeout|Connection terminated|not queryable|timeout exceeded when trying to connect/;

/** Whether an error of the driver means that there is no database to talk to now: the request may be repeated later. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return codes.has(code) || network.has(code) || messages.test(error.message);
}
