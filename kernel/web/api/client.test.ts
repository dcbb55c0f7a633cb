import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { request, urlOf, whenSignedOut } from './client.ts';
import { ApiProblem } from './problem.ts';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(body === undefined ? null : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();

beforeEach(() => vi.stubGlobal('fetch', fetched));
afterEach(() => {
  vi.unstubAllGlobals();
  fetched.mockReset();
});

const headersSent = (): Headers => new Headers(fetched.mock.calls[0]?.[1].headers);

describe('requests to the server', () => {
  it('leaves absent values out of the query', () => {
    expect(urlOf('/x', { q: 'a b', state: undefined, limit: 25, empty: '' })).toBe('/x?q=a+b&limit=25');
  });

  it('reads the ETag as the version and sends it back as If-Match', async () => {
    fetched.mockResolvedValue(answer(200, { data: { id: '1' } }, { etag: 'W/"7"' }));
    const { etag } = await request('PATCH', '/edms/documents/1', { version: 6, body: {} });
    expect(etag).toBe('7');
    expect(headersSent().get('if-match')).toBe('"6"');
  });

  it('gives every POST an idempotency key and keeps the caller’s', async () => {
    fetched.mockImplementation(() => Promise.resolve(answer(201, {})));
    await request('POST', '/x', { body: {} });
    expect(headersSent().get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
    await request('POST', '/x', { body: {}, idempotencyKey: 'again' });
    expect(new Headers(fetched.mock.calls[1]?.[1].headers).get('idempotency-key')).toBe('again');
  });

  it('turns problem details into an ApiProblem with rule and faults', async () => {
    fetched.mockResolvedValue(
      answer(422, {
        rule: 'core.reason-missing',
        detail: 'A reason is missing.',
        errors: [{ path: 'reason', message: 'Too short' }],
        requestId: 'r1',
      }),
    );
    const failure = await request('POST', '/x').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApiProblem);
    expect((failure as ApiProblem).problem).toEqual({
      status: 422,
      rule: 'core.reason-missing',
      detail: 'A reason is missing.',
      errors: [{ path: 'reason', message: 'Too short' }],
      requestId: 'r1',
    });
  });

  it('starts the way to sign-in on 401, except from the sign-in page', async () => {
    const signedOut = vi.fn();
    whenSignedOut(signedOut);
    fetched.mockImplementation(() => Promise.resolve(answer(401, {})));
    await request('POST', '/auth/login', { isSignIn: true }).catch(() => undefined);
    expect(signedOut).not.toHaveBeenCalled();
    await request('GET', '/auth/profile').catch(() => undefined);
    expect(signedOut).toHaveBeenCalledOnce();
  });

  it('reports status 0 when no answer came', async () => {
    fetched.mockRejectedValue(new TypeError('failed'));
    const failure = await request('GET', '/x').catch((error: unknown) => error);
    expect((failure as ApiProblem).problem.status).toBe(0);
  });
});
