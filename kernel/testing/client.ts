import type { FastifyInstance, InjectOptions } from 'fastify';

export interface Answer<T = Readonly<Record<string, unknown>>> {
  readonly status: number;
  readonly body: T;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  readonly bytes: Buffer;
}
/** A row as the API answers it, loosely typed for tests. */
export type AnyRow = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly number: string | null;
};
export interface RecordAnswer {
  readonly data: AnyRow;
  readonly can: Readonly<Record<string, { readonly ok: boolean; readonly rule?: string; readonly why?: string }>>;
  readonly rule?: string;
  readonly code?: string;
  readonly detail?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}
export interface ListAnswer {
  readonly items: readonly AnyRow[];
  readonly page: { readonly next: string | null; readonly total: number };
}
const USER_AGENT = 'plumbline-test/1';

/** One person at one browser, over the real HTTP application. */
export interface Client {
  readonly username: string;
  readonly password: string;
  request<T = RecordAnswer>(
    method: InjectOptions['method'],
    url: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<T>>;
  get<T = RecordAnswer>(url: string, headers?: Readonly<Record<string, string>>): Promise<Answer<T>>;
  post<T = RecordAnswer>(url: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer<T>>;
  patch<T = RecordAnswer>(url: string, version: number, body: unknown): Promise<Answer<T>>;
  del<T = RecordAnswer>(url: string, body?: unknown): Promise<Answer<T>>;
  /** POST with this person's signature, both components. */
  sign<T = RecordAnswer>(url: string, body?: Readonly<Record<string, unknown>>): Promise<Answer<T>>;
  upload<T = RecordAnswer>(
    url: string,
    file: { readonly name: string; readonly bytes: Uint8Array; readonly type?: string },
    fields?: Readonly<Record<string, string>>,
  ): Promise<Answer<T>>;
  signOut(): Promise<void>;
}

export function createClient(
  http: FastifyInstance,
  who: { readonly username: string; readonly password: string },
  cookies: Map<string, string>,
  options: { readonly userAgent?: string; readonly address?: string } = {},
): Client {
  const request = async <T>(
    method: InjectOptions['method'],
    url: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<T>> => {
    const response = await http.inject({
      method: method ?? 'GET',
      url: url.startsWith('/') ? url : `/api/v1/${url}`,
      ...(options.address ? { remoteAddress: options.address } : {}),
      headers: {
        'user-agent': options.userAgent ?? USER_AGENT,
        ...(cookies.size > 0 ? { cookie: [...cookies].map(([k, v]) => `${k}=${v}`).join('; ') } : {}),
        ...(body !== undefined && !Buffer.isBuffer(body) ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    });
    for (const c of response.cookies) {
      if (c.value === '') cookies.delete(c.name);
      else cookies.set(c.name, c.value);
    }
    const isJson = String(response.headers['content-type'] ?? '').includes('json');
    return {
      status: response.statusCode,
      body: (isJson ? response.json() : {}) as T,
      headers: response.headers,
      bytes: response.rawPayload,
    };
  };
  return {
    ...who,
    request,
    get: (url, headers) => request('GET', url, undefined, headers),
    post: (url, body, headers) => request('POST', url, body ?? {}, headers),
    patch: (url, version, body) => request('PATCH', url, body, { 'if-match': `"${version}"` }),
    del: (url, body) => request('DELETE', url, body),
    sign: (url, body = {}) => request('POST', url, { ...body, signature: { username: who.username, password: who.password } }),
    async upload(url, file, fields = {}) {
      const boundary = `----plumbline${file.bytes.length}`;
      const part = (head: string, content: Uint8Array) =>
        Buffer.concat([Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`), content, Buffer.from('\r\n')]);
      const payload = Buffer.concat([
        ...Object.entries(fields).map(([k, v]) => part(`Content-Disposition: form-data; name="${k}"`, Buffer.from(v))),
        part(
          `Content-Disposition: form-data; name="file"; filename="${file.name}"\r\nContent-Type: ${file.type ?? 'application/octet-stream'}`,
          file.bytes,
        ),
        Buffer.from(`--${boundary}--\r\n`),
      ]);
      return request('POST', url, payload, { 'content-type': `multipart/form-data; boundary=${boundary}` });
    },
    async signOut() {
      await request('POST', 'auth/logout', {});
    },
  };
}
