import pg from 'pg';

type Rows = Readonly<Record<string, unknown>>[];
/** Statements prepared on each connection: they outlive transactions, rolled back ones too. */
const prepared = new WeakMap<pg.ClientBase, Set<string>>();

/** A value as a literal for EXECUTE, whose parameter types are known to the server. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Buffer.isBuffer(value)) return pg.escapeLiteral(`\\x${value.toString('hex')}`);
  if (Array.isArray(value)) return pg.escapeLiteral(arrayText(value));
  if (typeof value === 'object') return pg.escapeLiteral(JSON.stringify(value));
  return pg.escapeLiteral(String(value));
}
function arrayText(values: readonly unknown[]): string {
  const item = (v: unknown) => (v === null || v === undefined ? 'NULL' : `"${String(v).replace(/(["\\])/g, '\\$1')}"`);
  return `{${values.map(item).join(',')}}`;
}

/** Several statements in one message answer with a list of results, one with a result. */
const allOf = (answer: unknown): pg.QueryResult[] => (Array.isArray(answer) ? answer : [answer as pg.QueryResult]);

export interface Connection {
  /** Sends a BEGIN now. */
  begin(text: string): Promise<void>;
  /** Sent together with the next statement, or never where none follows. */
  defer(text: string): void;
  send(config: { readonly name?: string; readonly text: string; readonly values: readonly unknown[] }): Promise<Rows>;
}

/**
 * Sends what can wait (BEGIN, the audit context) in one message with the statement that needs it: round trips, not queries, are what a
 * request spends its time on. A statement prepared on this connection before goes as EXECUTE, so that nothing is planned twice.
 */
export function connectionOf(client: pg.ClientBase, opened: (now: string) => void = () => {}): Connection {
  let deferred: string | null = null;
  // A deferred BEGIN comes with the database's time, wherever it is sent.
  const tell = (results: readonly pg.QueryResult[], text: string) => {
    if (text.startsWith('begin')) opened(String(results[1]?.rows[0]?.now ?? ''));
  };
  const names = prepared.get(client) ?? new Set<string>();
  prepared.set(client, names);
  return {
    async begin(text) {
      tell(allOf(await client.query(text)), text);
    },
    defer(text) {
      deferred = deferred?.startsWith('begin') && !text.startsWith('begin') ? `${deferred}; ${text}` : text;
    },
    async send({ name, text, values }) {
      if (deferred !== null && name !== undefined && names.has(name)) {
        const args = values.length > 0 ? `(${values.map(literal).join(', ')})` : '';
        const message = `${deferred}; execute ${pg.escapeIdentifier(name)}${args}`;
        deferred = null;
        // Several statements in one message answer with several results; the last is ours.
        const results = allOf(await client.query(message));
        tell(results, message);
        return (results.at(-1)?.rows ?? []) as Rows;
      }
      if (deferred !== null) {
        const first = deferred;
        deferred = null;
        tell(allOf(await client.query(first)), first);
      }
      const result = await client.query(name === undefined ? { text, values: [...values] } : { name, text, values: [...values] });
      if (name !== undefined) names.add(name);
      return result.rows as Rows;
    },
  };
}
