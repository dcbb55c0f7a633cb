import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { count, type Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import { PASSWORD } from './stage.ts';

/** A row as the interface answers it, as far as the load looks at it. */
export interface Item {
  readonly id: string;
  readonly number: string | null;
  readonly version: number;
  readonly state: string;
}
export interface Answer {
  readonly status: number;
  readonly rule: string;
  readonly item: Item | undefined;
}
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const ANSWER_MILLIS = 45_000;
const PATIENCE_MILLIS = 300_000;
const USER_AGENT = 'plumbline-faults';

/** One person at one browser, behind a balancer of `ports` that passes them on when a process does not answer. */
export class Session {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #cookies = new Map<string, string>();
  readonly #ports: readonly number[];
  readonly #username: string;
  readonly #random: Random;
  readonly #ledger: Ledger;
  #at: number;
  #mustSignIn = true;

  constructor(options: {
    readonly ports: readonly number[];
    readonly username: string;
    readonly random: Random;
    readonly ledger: Ledger;
  }) {
    this.#ports = options.ports;
    this.#username = options.username;
    this.#random = options.random;
    this.#ledger = options.ledger;
    this.#at = this.#random.between(0, this.#ports.length - 1);
  }

  /** The answer to one attempt; undefined when there is none, or one that says nothing about the outcome (5xx). */
  async attempt(call: Call): Promise<Answer | undefined> {
    if (this.#mustSignIn) await this.#signIn();
    const answer = await this.#send(call);
    if (answer?.status === 401) {
      this.#mustSignIn = true;
      return undefined;
    }
    if (answer && answer.status < 500) return answer;
    this.#ledger.unanswered += 1;
    // A person who saw the system fail often signs in again.
    if (this.#random.next() < 0.25) this.#mustSignIn = true;
    this.#at = (this.#at + 1) % this.#ports.length;
    await delay(this.#random.between(20, 120));
    return undefined;
  }

  /** Sends until it is answered: for reads and for what carries an Idempotency-Key. */
  async persist(call: Call, onRetry: () => void = () => undefined): Promise<Answer> {
    const deadline = performance.now() + PATIENCE_MILLIS;
    while (true) {
      const answer = await this.attempt(call);
      // The first attempt is still being worked on somewhere.
      if (answer && answer.rule !== 'core.in-progress') return answer;
      if (performance.now() > deadline) throw new Error(`${call.method} ${call.path} got no answer in ${PATIENCE_MILLIS} ms`);
      onRetry();
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  async #signIn(): Promise<void> {
    const deadline = performance.now() + PATIENCE_MILLIS;
    const body = { username: this.#username, password: PASSWORD };
    while (true) {
      const answer = await this.#send({ method: 'POST', path: '/api/v1/auth/login', body });
      if (answer?.status === 200) break;
      if (answer && answer.status < 500) throw new Error(`${this.#username} cannot sign in: ${answer.status} ${answer.rule}`);
      if (performance.now() > deadline) throw new Error(`${this.#username} could not sign in for ${PATIENCE_MILLIS} ms`);
      this.#at = (this.#at + 1) % this.#ports.length;
      await delay(this.#random.between(20, 120));
    }
    this.#mustSignIn = false;
    this.#ledger.signIns += 1;
  }

  #send(call: Call): Promise<Answer | undefined> {
    const text = call.body === undefined ? undefined : JSON.stringify(call.body);
    return new Promise((resolve) => {
      const none = (error: Error) => {
        count(this.#ledger.statuses, `none: ${'code' in error ? String(error.code) : error.message}`);
        resolve(undefined);
      };
      const sent = httpRequest(
        {
          host: '127.0.0.1',
          port: this.#ports[this.#at],
          method: call.method,
          path: call.path,
          agent: this.#agent,
          signal: AbortSignal.timeout(ANSWER_MILLIS),
          headers: {
            'user-agent': USER_AGENT,
            ...(this.#cookies.size > 0 ? { cookie: [...this.#cookies].map(([k, v]) => `${k}=${v}`).join('; ') } : {}),
            ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
            ...call.headers,
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('error', none);
          response.on('end', () => {
            this.#keepCookies(response.headers);
            const answer = read(response.statusCode ?? 0, Buffer.concat(parts).toString('utf8'));
            count(this.#ledger.statuses, `${answer.status}${answer.rule ? ` ${answer.rule}` : ''}`);
            resolve(answer);
          });
        },
      );
      sent.on('error', none);
      sent.end(text);
    });
  }

  #keepCookies(headers: IncomingHttpHeaders): void {
    for (const line of headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined) this.#cookies.set(name, value ?? '');
    }
  }
}

function read(status: number, text: string): Answer {
  // An answer cut off by a kill is none that can be trusted.
  try {
    const body = JSON.parse(text === '' ? '{}' : text) as { readonly data?: Item; readonly rule?: string };
    return { status, rule: body.rule ?? '', item: body.data };
  } catch {
    return { status: 599, rule: 'unreadable', item: undefined };
  }
}
