import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { isUnavailable, type Sql, toQuery } from '#kernel/db';
import { type AnyRecord, AppError, type NewRow, type Row, type RowChanges, type TransitionOf } from '#kernel/schema';
import type { Actor } from './actor.ts';
import { connectionOf } from './connection.ts';
import type { Credentials, Ports } from './ports.ts';
import type { Registry } from './registry.ts';
import { coreRules } from './rules.ts';

/** Action recorded in the audit event of the writes that follow, with what caused them. */
export interface WriteContext {
  readonly action?: string | undefined;
  readonly reason?: string | null | undefined;
  readonly transition?: string | undefined;
  readonly signature?: string | null | undefined;
  readonly onBehalfOf?: string | undefined;
}

/** One transaction of one actor. Everything that touches data takes it as its first argument. */
export interface Tx {
  readonly actor: Actor;
  readonly requestId: string;
  /** Database time at the start of the transaction. */
  readonly now: string;
  readonly registry: Registry;
  readonly ports: Ports;
  query<T extends Readonly<Record<string, unknown>>>(query: Sql): Promise<T[]>;
  /** A named prepared statement, for hot paths of the kernel. */
  prepared<T extends Readonly<Record<string, unknown>>>(name: string, text: string, values: readonly unknown[]): Promise<T[]>;
  /** Says what the following writes are; restored by the caller. */
  writing<T>(context: WriteContext, work: () => Promise<T>): Promise<T>;
  get<R extends AnyRecord>(record: R, id: string): Promise<Row<R>>;
  create<R extends AnyRecord>(record: R, values: NewRow<R> & Readonly<Record<string, unknown>>): Promise<Row<R>>;
  update<R extends AnyRecord>(record: R, row: Row<R>, changes: RowChanges<R>, reason?: string | null): Promise<Row<R>>;
  /** Moves a row by a declared transition without a signature (jobs, consequences of another act). */
  transition<R extends AnyRecord>(record: R, row: Row<R>, name: TransitionOf<R>, act?: TransitionAct): Promise<Row<R>>;
  emit(event: string, payload: Readonly<Record<string, unknown>>): Promise<void>;
  enqueue(
    job: string,
    payload: Readonly<Record<string, unknown>>,
    options?: { readonly key?: string; readonly runAt?: string },
  ): Promise<void>;
  /** Audit entry that is no row change: download, view, export, print. */
  record(
    action: string,
    about: { readonly module: string; readonly entity: string; readonly id?: string; readonly number?: string | null },
    detail?: unknown,
  ): Promise<void>;
  /** Runs after a successful commit, never before; failures there do not undo anything. */
  afterCommit(work: () => void): void;
}
export interface TransitionAct {
  readonly input?: Readonly<Record<string, unknown>>;
  readonly reason?: string | null | undefined;
  readonly credentials?: Credentials | undefined;
  readonly expectedVersion?: number | undefined;
  /** Asked before the signature dialog opens: the reason is written in the dialog. */
  readonly isPreview?: boolean;
}

/** Engine functions behind the methods of Tx; given at composition to keep the files apart. */
export interface TxMethods {
  get(tx: Tx, record: AnyRecord, id: string): Promise<Row>;
  create(tx: Tx, record: AnyRecord, values: Readonly<Record<string, unknown>>): Promise<Row>;
  update(tx: Tx, record: AnyRecord, row: Row, changes: Readonly<Record<string, unknown>>, reason: string | null): Promise<Row>;
  transition(tx: Tx, record: AnyRecord, row: Row, name: string, act: TransitionAct): Promise<Row>;
  emit(tx: Tx, event: string, payload: Readonly<Record<string, unknown>>): Promise<void>;
  enqueue(
    tx: Tx,
    job: string,
    payload: Readonly<Record<string, unknown>>,
    options: { readonly key?: string; readonly runAt?: string },
  ): Promise<void>;
}

export interface Database {
  readonly pool: pg.Pool;
  /** A small pool of its own for refusals, so that recording one never waits behind what it refuses. */
  readonly refusals: pg.Pool;
}
export interface Kernel {
  readonly database: Database;
  readonly registry: Registry;
  readonly ports: Ports;
  readonly methods: TxMethods;
}

/**
 * Names for prepared statements, one for each distinct text: planning costs more than running where a policy, scope and filters are part
 * of the text. Bounded, because lists can be asked for in endless combinations and every connection keeps what it prepared.
 */
const statementNames = {
  known: new Map<string, string>(),
  of(text: string): string | undefined {
    const name = this.known.get(text);
    if (name !== undefined || this.known.size >= 500) return name;
    const made = `q${this.known.size}`;
    this.known.set(text, made);
    return made;
  },
};

const reference = (id: string | null) => (id === null ? null : createHash('sha256').update(id).digest('hex').slice(0, 16));

function contextJson(actor: Actor, requestId: string, context: WriteContext): string {
  return JSON.stringify({
    actor: actor.userId,
    name: actor.name,
    type: actor.type,
    for: context.onBehalfOf,
    action: context.action,
    transition: context.transition,
    signature: context.signature,
    reason: context.reason,
    request: requestId,
    session: actor.sessionRef ?? reference(actor.sessionId),
    ip: actor.ip,
    agent: actor.userAgent,
    job: actor.job,
  });
}
const setContext = (actor: Actor, requestId: string, context: WriteContext) =>
  `select set_config('app.org_id', ${pg.escapeLiteral(actor.orgId)}, true), set_config('app.ctx', ${pg.escapeLiteral(contextJson(actor, requestId, context))}, true), kernel.now() as now`;

/** One request of a caller: its id, and the key under which a repetition gets the first result (CORE-09). */
export interface Call {
  readonly requestId: string;
  readonly idempotency?: { readonly key: string; readonly hash: string } | undefined;
}
export interface TxOptions {
  readonly requestId?: string;
  readonly idempotency?: Call['idempotency'];
  readonly reason?: string | null;
  readonly action?: string;
  readonly readOnly?: boolean;
  /** Reading only, and BEGIN travels with the first statement: `tx.now` is known after it. */
  readonly lazy?: boolean;
}

/**
 * Runs `work` in one transaction of `actor`: organization and audit context are set in the same message as BEGIN. Commits when it
 * returns, rolls back when it throws.
 */
export async function transact<T>(
  kernel: Kernel,
  actor: Actor,
  work: (tx: Tx) => Promise<T>,
  options: TxOptions = {},
): Promise<T> {
  const requestId = options.requestId ?? randomUUID();
  const client = await kernel.database.pool.connect().catch((cause: unknown) => {
    throw Object.assign(new AppError(coreRules['core.database-unavailable']), { cause });
  });
  const after: (() => void)[] = [];
  let broken: Error | undefined;
  try {
    let context: WriteContext = { reason: options.reason, action: options.action };
    let now = '';
    const connection = connectionOf(client, (opened) => {
      now = opened;
    });
    if (options.lazy) connection.defer(`begin read only; ${setContext(actor, requestId, context)}`);
    else await connection.begin(`begin${options.readOnly ? ' read only' : ''}; ${setContext(actor, requestId, context)}`);
    const rows = async <R extends Readonly<Record<string, unknown>>>(config: {
      name?: string;
      text: string;
      values: readonly unknown[];
    }) => (await connection.send(config)) as R[];
    const tx: Tx = {
      actor,
      requestId,
      get now() {
        return now;
      },
      registry: kernel.registry,
      ports: kernel.ports,
      query: (query) => {
        const { text, values } = toQuery(query);
        const name = statementNames.of(text);
        return rows(name === undefined ? { text, values } : { name, text, values });
      },
      prepared: (name, text, values) => rows({ name, text, values: [...values] }),
      async writing(next, inner) {
        const outer = context;
        context = { ...outer, ...next };
        connection.defer(setContext(actor, requestId, context));
        try {
          return await inner();
        } finally {
          context = outer;
          connection.defer(setContext(actor, requestId, outer));
        }
      },
      get: (record, id) => kernel.methods.get(tx, record, id) as never,
      create: (record, values) => kernel.methods.create(tx, record, values) as never,
      update: (record, row, changes, reason) => kernel.methods.update(tx, record, row as Row, changes, reason ?? null) as never,
      transition: (record, row, name, act) => kernel.methods.transition(tx, record, row as Row, name, act ?? {}) as never,
      emit: (event, payload) => kernel.methods.emit(tx, event, payload),
      enqueue: (job, payload, jobOptions) => kernel.methods.enqueue(tx, job, payload, jobOptions ?? {}),
      async record(action, about, detail) {
        const subject = [about.module, about.entity, about.id ?? null, about.number ?? null];
        await rows({
          name: 'audit.append',
          text: 'select audit.append($1, $2, $3, $4, $5, $6, $7)',
          values: [actor.orgId, action, ...subject, detail === undefined ? null : JSON.stringify(detail)],
        });
      },
      afterCommit: (done) => after.push(done),
    };
    const result = await work(tx);
    if (options.idempotency)
      await rows({
        name: 'idempotency',
        text: 'insert into kernel.idempotency (org_id, actor_id, key, request_hash, status, response) values ($1, $2, $3, $4, 200, $5)',
        values: [actor.orgId, actor.userId, options.idempotency.key, options.idempotency.hash, JSON.stringify(result ?? null)],
      });
    await client.query('commit');
    for (const done of after) done();
    return result;
  } catch (error) {
    await client.query('rollback').catch((e: unknown) => {
      broken = e instanceof Error ? e : new Error(String(e));
    });
    throw translate(error);
  } finally {
    client.release(broken);
  }
}

/** Database errors people can cause become refusals; everything else stays a defect. */
function translate(error: unknown): unknown {
  const refused = (broken: AppError) => Object.assign(broken, { cause: error });
  if (isUnavailable(error)) return refused(new AppError(coreRules['core.database-unavailable']));
  if (!(error instanceof pg.DatabaseError)) return error;
  const schema = error.schema ?? '';
  if (schema === 'audit' || /audit\./.test(error.where ?? '')) {
    if (error.code === 'PL004')
      return refused(new AppError(coreRules['core.reason-required'], {}, [{ path: 'reason', message: 'is needed' }]));
    return refused(new AppError(coreRules['core.audit-unavailable']));
  }
  switch (error.code) {
    case '23505':
      if (error.table === 'idempotency') return refused(new AppError(coreRules['core.in-progress']));
      return refused(
        new AppError(coreRules['core.duplicate'], { fields: fieldsOfKey(error.constraint ?? '', error.table ?? '') }),
      );
    case '23503':
      return refused(
        new AppError(coreRules['core.unknown-reference'], {}, [
          { path: fieldsOfKey(error.constraint ?? '', error.table ?? ''), message: 'does not exist' },
        ]),
      );
    case '40001':
    case '40P01':
    case '55P03':
      return refused(new AppError(coreRules['core.busy']));
    default:
      return error;
  }
}
const fieldsOfKey = (constraint: string, table: string) =>
  constraint
    .replace(`${table}_`, '')
    .replace(/_(key|fkey)$/, '')
    .replace(/_([a-z])/g, (_, c: string) => c.toUpperCase());

/** Writes a refusal to the audit trail on its own connection, after the rollback. Where even that fails, nothing may be answered but 503. */
export async function recordRefusal(
  kernel: Kernel,
  actor: Actor,
  requestId: string,
  refusal: AppError,
  about: { readonly module: string; readonly entity: string; readonly id?: string },
): Promise<void> {
  const client = await kernel.database.refusals.connect().catch(() => {
    throw new AppError(coreRules['core.audit-unavailable']);
  });
  try {
    await client.query(`begin; ${setContext(actor, requestId, {})}`);
    await client.query('select audit.append($1, $2, $3, $4, $5, null, $6)', [
      actor.orgId,
      'ACCESS_DENIED',
      about.module,
      about.entity,
      about.id ?? null,
      JSON.stringify({
        rule: refusal.rule.id,
        status: refusal.status,
        detail: refusal.detail('en'),
        faults: refusal.faults.map((f) => f.path),
      }),
    ]);
    await client.query('commit');
  } catch {
    await client.query('rollback').catch(() => {});
    throw new AppError(coreRules['core.audit-unavailable']);
  } finally {
    client.release();
  }
}

/** Result stored by an earlier request with the same key, or undefined. Another request under the same key is refused. */
export async function replayOf(kernel: Kernel, actor: Actor, call: Call): Promise<{ readonly response: unknown } | undefined> {
  const idempotency = call.idempotency;
  if (!idempotency) return undefined;
  return transact(kernel, actor, async (tx) => {
    const [found] = await tx.prepared<{ request_hash: string; response: unknown }>(
      'replay',
      'select request_hash, response from kernel.idempotency where org_id = $1 and actor_id = $2 and key = $3',
      [actor.orgId, actor.userId, idempotency.key],
    );
    if (!found) return undefined;
    if (found.request_hash !== idempotency.hash) throw new AppError(coreRules['core.idempotency-mismatch']);
    return { response: found.response };
  });
}
