import i18next from 'i18next';
import { ApiProblem, readProblem } from './problem.ts';

export type QueryValue = string | number | boolean | undefined;

export interface RequestOptions {
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** JSON value, or a form for files. */
  readonly body?: unknown;
  /** Version the change is based on; sent as `If-Match`. */
  readonly version?: number | string | undefined;
  /** Repeats of one act carry the same key, so that the server does it once. Made here when a POST has none. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** The sign-in page itself handles 401. */
  readonly isSignIn?: boolean;
  /** Polling: no activity of the person, so it does not keep the session alive. */
  readonly isBackground?: boolean;
}

export interface Answer<T> {
  readonly data: T;
  /** Version of the record as the server's ETag says it, without quotes. */
  readonly etag: string | null;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

const NO_SESSION = 'core.unauthenticated';
const LOCKED = 'session.locked';
/** Rules that say why a session is no more; every one but the lock leads to the sign-in page. */
const SESSION = 'session.';

let onSignedOut: (() => void) | undefined;
let onLocked: (() => void) | undefined;

/** Sets what happens when the server answers that nobody is signed in: going to sign-in, keeping the place. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler;
}

/** Sets what happens when the server answers that the session is locked for lack of activity. */
export function whenLocked(handler: () => void): void {
  onLocked = handler;
}

/** Path with its query; absent values are left out. */
export function urlOf(path: string, query: Readonly<Record<string, QueryValue>> = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(key, String(value));
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

function headersOf(method: Method, options: RequestOptions): Headers {
  const headers = new Headers({ accept: 'application/json', 'accept-language': i18next.language });
  if (options.body !== undefined && !(options.body instanceof FormData)) headers.set('content-type', 'application/json');
  if (options.version !== undefined) headers.set('if-match', `"${options.version}"`);
  if (options.isBackground) headers.set('x-background', '1');
  if (method === 'POST') headers.set('idempotency-key', options.idempotencyKey ?? crypto.randomUUID());
  return headers;
}

function bodyOf(body: unknown): BodyInit | null {
  if (body === undefined) return null;
  return body instanceof FormData ? body : JSON.stringify(body);
}

async function readBody(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const type = response.headers.get('content-type') ?? '';
  return type.includes('json') ? response.json() : undefined;
}

/**
 * Calls the server under /api/v1 and returns its answer with the ETag. Throws `ApiProblem` for every other answer and when none
 * came; a 401 also starts the way to the sign-in page.
 */
export async function request<T>(method: Method, path: string, options: RequestOptions = {}): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(urlOf(`/api/v1${path}`, options.query), {
      method,
      headers: headersOf(method, options),
      body: bodyOf(options.body),
      credentials: 'same-origin',
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiProblem(readProblem(0, undefined, i18next.t('error.offline')));
  }
  const body = await readBody(response).catch(() => undefined);
  if (!response.ok) {
    const problem = readProblem(response.status, body, i18next.t('error.unexpected'));
    // A wrong signing component may also answer 401; only a session that is no more leads to the sign-in page.
    const { rule = NO_SESSION } = problem;
    const isOver = rule === NO_SESSION || (rule.startsWith(SESSION) && rule !== LOCKED);
    if (response.status === 401 && !options.isSignIn && isOver) onSignedOut?.();
    if (rule === LOCKED) onLocked?.();
    throw new ApiProblem(problem);
  }
  const etag = response.headers.get('etag');
  return { data: body as T, etag: etag ? etag.replace(/^W\//, '').replaceAll('"', '') : null };
}
