import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { sql } from '#kernel/db';
import { contentDisposition } from '#kernel/files';
import type { Cell, Table, TableMeta } from '#kernel/print';
import {
  type Actor,
  coreRules,
  type Kernel,
  type ListQuery,
  listRows,
  readable,
  referencesOf,
  statementsOf,
  type Tx,
  transact,
} from '#kernel/records';
import { type AnyRecord, type Row, refuse, rule } from '#kernel/schema';
import { cellOf, isStandard, labelOf, targetOf, visibleFields, wordOf } from './cells.ts';
import { actorOf, type RoutePlugin } from './contract.ts';
import { recordPrint } from './print-record.ts';
import { type ListExporter, routeOf } from './records.ts';
import { transferRules } from './transfer-rules.ts';

const PAGE = 200;
const MOST_PRINTED = 10_000;

/** What is asked for, in words: the filter stands in the file, so that a short list is not taken for the whole one. */
async function filterInWords(tx: Tx, record: AnyRecord, query: ListQuery): Promise<string> {
  const { language } = tx.actor;
  const comparisons: Readonly<Record<string, string>> = { gte: '≥', gt: '>', lte: '≤', lt: '<', ne: '≠', contains: '~' };
  const parts: string[] = [];
  for (const [key, given] of Object.entries(query.filters)) {
    const [name = '', comparison] = key.split('.');
    const values = given.split(',');
    const names = await titlesOf(tx, targetOf(record, name), values);
    const words = values.map((v) => {
      if (v === 'me') return tx.actor.name;
      if (v === 'none') return '–';
      return names.get(v) ?? wordOf(record, name, v, language) ?? v;
    });
    parts.push(`${labelOf(record, name, language)} ${comparisons[comparison ?? ''] ?? '='} ${words.join(', ')}`);
  }
  if (query.q) parts.push(`“${query.q}”`);
  return parts.join(' · ');
}

/** Titles of records by id, for filters by reference; only what the reader may see. */
async function titlesOf(tx: Tx, type: string | undefined, values: readonly string[]): Promise<Map<string, string>> {
  const ids = values.filter((v) => /^[0-9a-f-]{36}$/.test(v));
  const target = type === undefined ? undefined : tx.registry.records.get(type);
  if (!target || ids.length === 0) return new Map();
  const s = statementsOf(target);
  const rows = await tx.query<{ id: string; title: string }>(
    sql`select t.id, t.${sql.id(s.columns.get(target.title) ?? 'id')}::text as title from ${{ parts: [s.table], values: [] }} t
      where t.id = any(${ids}) and ${readable(tx.actor, target)}`,
  );
  return new Map(rows.map((r) => [r.id, r.title]));
}

/** Columns of an export: those asked for, those of the list in print, else everything the reader may see. */
function columnsOf(record: AnyRecord, actor: Actor, asked: string | undefined, format: string): string[] {
  const open = new Set(visibleFields(record, actor.grants));
  const allowed = (name: string) => open.has(name) || (isStandard(name) && !Object.hasOwn(record.fields, name));
  const numbered = record.number ? ['number'] : [];
  const state = record.states ? ['state'] : [];
  if (asked !== undefined) {
    const names = asked.split(',').filter(Boolean);
    for (const name of names)
      if (!allowed(name))
        refuse(coreRules['core.invalid'], {}, [{ path: 'columns', message: `${name} is not a field of this record` }]);
    return names;
  }
  const names =
    format === 'pdf'
      ? [...numbered, ...record.list]
      : [...numbered, ...open, ...state, 'departmentId', 'siteId', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy'];
  return [...new Set(names)].filter(allowed);
}

/** Rows of the filtered list, page by page, each page read in a transaction of its own: a slow reader holds nothing open. */
async function* rowsOf(
  kernel: Kernel,
  actor: Actor,
  record: AnyRecord,
  query: ListQuery,
  columns: readonly string[],
): AsyncGenerator<readonly Cell[], void> {
  let cursor: string | undefined;
  do {
    const page = await transact(
      kernel,
      actor,
      async (tx) => {
        const { items, page: at } = await listRows(tx, record, { ...query, limit: PAGE, cursor });
        return { items, next: at.next, refs: await referencesOf(tx, record, items) };
      },
      { readOnly: true },
    );
    for (const item of page.items) {
      const values: Readonly<Record<string, unknown>> = { ...(item as Row) };
      yield columns.map((name) => cellOf(record, name, values[name], page.refs, actor.language));
    }
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

interface Prepared {
  readonly meta: TableMeta;
  readonly total: number;
}
/** Judges the query, writes the EXPORT event and says how long the list is: nothing leaves that is not in the audit trail. */
function prepare(
  kernel: Kernel,
  actor: Actor,
  record: AnyRecord,
  query: ListQuery,
  format: string,
  columns: readonly string[],
  requestId: string,
): Promise<Prepared> {
  return transact(
    kernel,
    actor,
    async (tx) => {
      const { page } = await listRows(tx, record, { ...query, limit: 1 });
      if (format === 'pdf') rule(page.total < MOST_PRINTED, transferRules['export.pdf.too-long'], { limit: MOST_PRINTED });
      const filter = await filterInWords(tx, record, query);
      const [organization] = await tx.query<{ name: string }>(
        sql`select name from access.organization where org_id = ${actor.orgId} limit 1`,
      );
      await tx.record(
        'EXPORT',
        { module: record.module, entity: record.id },
        { format, filter, query: query.filters, q: query.q ?? null, columns, rows: page.total },
      );
      return {
        meta: { organization: organization?.name ?? '', printedBy: actor.name, printedAt: tx.now, filter },
        total: page.total,
      };
    },
    { requestId },
  );
}

const types: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

async function sendTable(
  reply: FastifyReply,
  table: Table,
  meta: TableMeta,
  format: string,
  fileName: string,
): Promise<FastifyReply> {
  // Loaded when the first export is asked for: printing is heavier than the rest of the server.
  const { writeCsv, writeTablePdf, writeXlsx } = await import('#kernel/print');
  reply
    .type(types[format] ?? 'application/octet-stream')
    .header('content-disposition', contentDisposition('attachment', fileName));
  if (format === 'csv') return reply.send(writeCsv(table));
  if (format === 'pdf') return reply.send(Buffer.from(await writeTablePdf(table, meta)));
  const out = new PassThrough();
  // The writer destroys the stream with its error, which ends the answer; there is nobody else to tell.
  writeXlsx(out, table, meta).catch(() => undefined);
  return reply.send(out);
}

/** `GET /{module}/{records}?format=csv|xlsx|pdf`: the filtered list in the reader's language and within the reader's rights. */
export const exportList: ListExporter = async (kernel, request, reply, record, listQuery, format) => {
  rule(format in types, coreRules['core.invalid'], {});
  const actor = actorOf(request);
  const { columns: asked, ...filters } = listQuery.filters;
  const query: ListQuery = { filters, q: listQuery.q, sort: listQuery.sort };
  const columns = columnsOf(record, actor, asked, format);
  const { meta } = await prepare(kernel, actor, record, query, format, columns, request.id);
  const title = record.plural[actor.language];
  const table: Table = {
    title,
    columns: columns.map((name) => ({ title: labelOf(record, name, actor.language) })),
    rows: rowsOf(kernel, actor, record, query, columns),
  };
  return sendTable(reply, table, meta, format, `${title} ${meta.printedAt.slice(0, 10)}.${format}`);
};

/** Prints of single records. */
export const exportRoutes: RoutePlugin = (app, kernel) => {
  for (const record of kernel.registry.records.values()) {
    if (record.internal) continue;
    app.get(
      `${routeOf(record)}/:id/print`,
      {
        config: { permission: `${record.id}.read` },
        schema: { tags: [record.plural.en], summary: 'The record as PDF: fields, files, history, signatures' },
      },
      async (request, reply) => {
        const { id } = request.params as { id: string };
        rule(z.uuid().safeParse(id).success, coreRules['core.not-found']);
        const { fileName, content } = await transact(kernel, actorOf(request), (tx) => recordPrint(tx, record, id), {
          requestId: request.id,
        });
        const { recordPdf } = await import('#kernel/print');
        const bytes = await recordPdf(content);
        return reply
          .type('application/pdf')
          .header('content-disposition', contentDisposition('attachment', fileName))
          .send(Buffer.from(bytes));
      },
    );
  }
};
