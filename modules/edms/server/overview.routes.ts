import { PassThrough } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { sql } from '#kernel/db';
import { contentDisposition, type FileStore } from '#kernel/files';
import { actorOf, listQueryOf, type RoutePlugin } from '#kernel/http';
import { type TableMeta, writeCsv, writeTablePdf, writeXlsx } from '#kernel/print';
import { coreRules, findRows, type Kernel, parseInput, readable, type Tx, transact } from '#kernel/records';
import { AppError, refuse, rule } from '#kernel/schema';
import { documentObsoletion, type ObsoletionWarning } from '../api.ts';
import { Document } from '../records/document.ts';
import { edmsRules } from '../records/rules.ts';
import { Version } from '../records/version.ts';
import { compareVersions } from './compare.ts';
import { dependentsOf } from './dependency.queries.ts';
import { factsOf, organizationName } from './metadata.ts';
import { dashboardOf, graphOf } from './overview.queries.ts';
import { cellOf, type Report, type ReportRow, reports } from './reports.ts';
import type { DocumentRow, VersionRow } from './rows.ts';

const tags = ['Documents'];
const idOf = (request: FastifyRequest): string => {
  const { id } = request.params as { id: string };
  rule(z.uuid().safeParse(id).success, coreRules['core.not-found']);
  return id;
};

/** Version shown as the document: in force, else the draft, as far as the reader may see it. */
async function shownVersion(tx: Tx, document: DocumentRow, label: string | undefined): Promise<VersionRow> {
  const wanted = document.effectiveVersionId ?? document.workingVersionId;
  const [version] = await findRows(
    tx,
    Version,
    sql`t.document_id = ${document.id} and ${label === undefined ? sql`t.id = ${wanted}` : sql`t.label = ${label}`} and ${readable(tx.actor, Version)}`,
  );
  return version ?? refuse(coreRules['core.not-found']);
}

async function metadataOf(tx: Tx, id: string, label: string | undefined) {
  const document = await tx.get(Document, id);
  const version = await shownVersion(tx, document, label);
  const { metadata, signatures, contentHash, checkpoint, nextReviewDate } = await factsOf(tx, document, version);
  return {
    data: {
      ...metadata,
      signatures,
      contentHash,
      checkpoint: checkpoint ?? null,
      nextReviewDate,
      versionId: version.id,
      documentId: id,
    },
  };
}

/** What stands against obsolescence now, and what would suffer from it: asked before the request is signed. */
async function obsoletionCheck(tx: Tx, id: string) {
  const document = await tx.get(Document, id);
  const warnings: ObsoletionWarning[] = [];
  // A higher module that objects is shown like a dependent: asking is not yet requesting.
  const objection = await documentObsoletion.run(tx, { document, moment: 'request', warnings }).then(
    () => null,
    (error: unknown) => {
      if (error instanceof AppError) return { rule: error.rule.id, why: error.detail(tx.actor.language) };
      throw error;
    },
  );
  const dependents = await dependentsOf(tx, id);
  return {
    dependents: dependents.map(({ number, title, version, status }) => ({ number, title, version, status })),
    warnings,
    objection,
  };
}

async function reportRows(tx: Tx, report: Report): Promise<ReportRow[]> {
  rule(tx.actor.grants.has(report.needs), coreRules['core.forbidden'], { permission: report.needs });
  return tx.query<ReportRow>(report.query(tx));
}

async function sendReport(kernel: Kernel, request: FastifyRequest, reply: FastifyReply, name: string): Promise<unknown> {
  const report = reports[name] ?? refuse(edmsRules['edms.report-unknown'], { name });
  const { format } = parseInput(z.object({ format: z.enum(['csv', 'xlsx', 'pdf']).optional() }), request.query);
  const actor = actorOf(request);
  const label = report.label[actor.language];
  const { rows, meta } = await transact(
    kernel,
    actor,
    async (tx) => {
      const found = await reportRows(tx, report);
      if (format !== undefined)
        await tx.record('EXPORT', { module: 'edms', entity: 'edms.report' }, { report: name, format, rows: found.length });
      const about: TableMeta = { organization: await organizationName(tx), printedBy: actor.name, printedAt: tx.now, filter: '' };
      return { rows: found, meta: about };
    },
    { requestId: request.id },
  );
  const columns = report.columns.map((c) => ({ name: c.name, title: c.label[actor.language] }));
  if (format === undefined) return { name, title: label, columns, items: rows };
  const table = {
    title: label,
    columns: columns.map(({ title }) => ({ title })),
    rows: rows.map((row) => report.columns.map((c) => cellOf(c, row[c.name]))),
  };
  reply.header('content-disposition', contentDisposition('attachment', `${name}.${format}`));
  if (format === 'csv') return reply.type('text/csv; charset=utf-8').send(writeCsv(table));
  if (format === 'pdf') return reply.type('application/pdf').send(Buffer.from(await writeTablePdf(table, meta)));
  const out = new PassThrough();
  // A failure destroys the stream, which ends the answer as broken.
  void writeXlsx(out, table, meta).catch((error: unknown) => request.log.error({ err: error }, 'spreadsheet'));
  return reply.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(out);
}

/** Dashboard, metadata, dependency graph, comparison and reports. */
export const overviewRoutes =
  (store: FileStore): RoutePlugin =>
  (app, kernel) => {
    const run = <T>(request: FastifyRequest, work: (tx: Tx) => Promise<T>) =>
      transact(kernel, actorOf(request), work, { requestId: request.id });
    const reading = (summary: string, permission = 'edms.document.read') => ({
      config: { permission },
      schema: { tags, summary },
    });
    const documents = '/api/v1/edms/documents';

    app.get('/api/v1/edms/dashboard', reading('My documents in workflow, and the documents in force'), (request) =>
      run(request, (tx) => {
        rule(tx.actor.grants.has('edms.document.read'), coreRules['core.forbidden'], { permission: 'edms.document.read' });
        const { format: _format, asOf: _asOf, ...query } = listQueryOf(request);
        return dashboardOf(tx, query);
      }),
    );
    app.get(
      `${documents}/:id/metadata`,
      reading('The metadata items of a document, of the version in force or with a label'),
      (request) => {
        const { version } = parseInput(z.object({ version: z.string().max(20).optional() }), request.query);
        return run(request, (tx) => metadataOf(tx, idOf(request), version));
      },
    );
    app.get(`${documents}/:id/versions`, reading('Versions of a document the reader may see, newest first'), (request) =>
      run(request, async (tx) => {
        const document = await tx.get(Document, idOf(request));
        const items = await findRows(
          tx,
          Version,
          sql`t.document_id = ${document.id} and ${readable(tx.actor, Version)}`,
          sql`order by t.major desc, t.minor desc`,
        );
        return { items, page: { next: null, total: items.length } };
      }),
    );
    app.get(`${documents}/:id/graph`, reading('What the document depends on, and what depends on it'), (request) =>
      run(request, async (tx) => ({ data: await graphOf(tx, await tx.get(Document, idOf(request))) })),
    );
    app.get(`${documents}/:id/obsoletion-check`, reading('What stands against obsolescence'), (request) =>
      run(request, async (tx) => ({ data: await obsoletionCheck(tx, idOf(request)) })),
    );
    app.get(
      '/api/v1/edms/versions/:id/compare',
      reading('Differences to another version, in fields and words', 'edms.version.read'),
      async (request) => {
        const { with: other } = parseInput(z.object({ with: z.uuid() }), request.query);
        return { data: await compareVersions(kernel, store, actorOf(request), { id: idOf(request), other }, request.id) };
      },
    );
    app.get('/api/v1/edms/reports', reading('Reports of the module the reader may run'), (request) => ({
      items: Object.entries(reports)
        .filter(([, r]) => actorOf(request).grants.has(r.needs))
        .map(([name, r]) => ({ name, title: r.label[actorOf(request).language] })),
    }));
    app.get('/api/v1/edms/reports/:name', reading('A report, as JSON or csv, xlsx, pdf'), (request, reply) =>
      sendReport(kernel, request, reply, (request.params as { name: string }).name),
    );
  };
