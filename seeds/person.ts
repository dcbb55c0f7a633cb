import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** A row as the API answers it. */
export interface ApiRow {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly number: string | null;
  readonly revision: number;
  readonly [field: string]: unknown;
}
type Body = Readonly<Record<string, unknown>>;
export interface ApiFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Somebody of the demo company at a browser of their own. Every act is a request that any other client could send. */
export interface Person {
  readonly username: string;
  get<T>(url: string): Promise<T>;
  post<T = { readonly data: ApiRow }>(url: string, body?: Body): Promise<T>;
  /** The same, signed with user name and password. */
  sign(url: string, body?: Body): Promise<ApiRow>;
  edit(url: string, version: number, changes: Body): Promise<ApiRow>;
  upload(url: string, file: ApiFile): Promise<void>;
  signOut(): Promise<void>;
}

/** An act the product refused. */
export class Refused extends Error {
  override readonly name = 'Refused';
  /** Id of the broken rule, where the answer names one. */
  readonly rule: string | undefined;
  constructor(what: string, rule: string | undefined) {
    super(what);
    this.rule = rule;
  }
}

const USER_AGENT = 'Plumbline demo company';

/** The body of a form with one file (RFC 7578). */
function formOf(file: ApiFile): { type: string; payload: Buffer } {
  const boundary = randomUUID();
  const disposition = `Content-Disposition: form-data; name="file"; filename="${file.name}"`;
  const head = `--${boundary}\r\n${disposition}\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { type: `multipart/form-data; boundary=${boundary}`, payload };
}

/**
 * Signs somebody in.
 * @throws Refused with what was asked and the answer: the demo company then contradicts a rule of the product.
 */
export async function signInAs(
  http: FastifyInstance,
  who: { readonly username: string; readonly password: string },
): Promise<Person> {
  const cookies = new Map<string, string>();
  const send = async <T>(
    method: 'GET' | 'POST' | 'PATCH',
    url: string,
    payload?: Buffer,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<T> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await http.inject({
      method,
      url: `/api/v1/${url}`,
      headers: { 'user-agent': USER_AGENT, ...(cookie === '' ? {} : { cookie }), ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const { name, value } of answer.cookies) cookies.set(name, value);
    if (answer.statusCode >= 400) {
      const { rule } = answer.json<{ rule?: string }>();
      throw new Refused(`${method} ${url} by ${who.username} was refused with ${answer.statusCode}: ${answer.body}`, rule);
    }
    return answer.statusCode === 204 ? ({} as T) : answer.json<T>();
  };
  const json = { 'content-type': 'application/json' };
  const post = <T = { readonly data: ApiRow }>(url: string, body: Body = {}): Promise<T> =>
    send<T>('POST', url, Buffer.from(JSON.stringify(body)), json);
  await post('auth/login', who);
  return {
    username: who.username,
    get: (url) => send('GET', url),
    post,
    sign: async (url, body = {}) => (await post(url, { ...body, signature: who })).data,
    edit: async (url, version, changes) =>
      (await send<{ data: ApiRow }>('PATCH', url, Buffer.from(JSON.stringify(changes)), { ...json, 'if-match': `"${version}"` }))
        .data,
    async upload(url, file) {
      const { type, payload } = formOf(file);
      await send('POST', url, payload, { 'content-type': type });
    },
    async signOut() {
      await post('auth/logout');
    },
  };
}
