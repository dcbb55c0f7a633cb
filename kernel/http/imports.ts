import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { contentDisposition, fileRules } from '#kernel/files';
import { coreRules, type Kernel, parseInput, transact } from '#kernel/records';
import { type AnyRecord, refuse, rule } from '#kernel/schema';
import { labelOf } from './cells.ts';
import { actorOf, type RoutePlugin } from './contract.ts';
import { tableOfFile } from './import-file.ts';
import { applyImport, planImport, type RowOutcome } from './import-rows.ts';
import { importable } from './import-values.ts';
import { once } from './once.ts';
import { routeOf } from './records.ts';

const MOST_BYTES = 20 * 1024 * 1024;

const options = z.strictObject({
  /** JSON: heading → field, or null for a column that is not read. */
  mapping: z
    .string()
    .max(20_000)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'is not JSON' });
        return z.NEVER;
      }
    })
    .pipe(z.record(z.string().max(300), z.string().max(80).nullable()))
    .optional(),
  dryRun: z
    .enum(['true', 'false'])
    .default('true')
    .transform((v) => v === 'true'),
  mode: z.enum(['all', 'valid']).default('all'),
});

interface Form {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly fields: Readonly<Record<string, string>>;
}
async function formOf(request: FastifyRequest): Promise<Form> {
  rule(request.isMultipart(), coreRules['core.malformed'], { why: 'multipart/form-data is expected' });
  const fields: Record<string, string> = {};
  let file: { fileName: string; bytes: Uint8Array } | undefined;
  for await (const part of request.parts({ limits: { fileSize: MOST_BYTES, files: 1, fields: 10 } })) {
    if (part.type === 'field') fields[part.fieldname] = String(part.value);
    else file = { fileName: part.filename, bytes: await part.toBuffer() };
  }
  return file ? { ...file, fields } : refuse(fileRules['file.missing'], {}, [{ path: 'file', message: 'is needed' }]);
}

const counts = (rows: readonly RowOutcome[]) => {
  const count = (outcome: RowOutcome['outcome']) => rows.filter((r) => r.outcome === outcome).length;
  return {
    rows: rows.length,
    create: count('create'),
    created: count('created'),
    duplicate: count('duplicate'),
    invalid: count('invalid'),
  };
};

function recordImport(app: Parameters<RoutePlugin>[0], kernel: Kernel, record: AnyRecord): void {
  const base = routeOf(record);
  const needs = `${record.id}.create`;
  const config = { permission: needs };
  const tags = [record.plural.en];
  const mayImport = (request: FastifyRequest) => {
    const actor = actorOf(request);
    rule(actor.grants.has(needs), coreRules['core.forbidden'], { permission: needs });
    return actor;
  };
  app.post(
    `${base}/import`,
    {
      config,
      schema: {
        tags,
        summary: 'Import from CSV or Excel (multipart/form-data: file, mapping, dryRun, mode)',
        consumes: ['multipart/form-data'],
      },
    },
    async (request) => {
      const actor = mayImport(request);
      const { fileName, bytes, fields } = await formOf(request);
      const { mapping = {}, dryRun, mode } = parseInput(options, fields);
      const table = await tableOfFile(fileName, bytes);
      if (dryRun) {
        const plan = await transact(kernel, actor, (tx) => planImport(tx, record, table, mapping), { requestId: request.id });
        return { data: { dryRun, mode, columns: plan.columns, counts: counts(plan.rows), rows: plan.rows } };
      }
      const hash = createHash('sha256').update(bytes).update(JSON.stringify(fields)).digest('hex');
      const data = await once(
        kernel,
        request,
        async (tx) => {
          const plan = await planImport(tx, record, table, mapping);
          const rows = await applyImport(tx, record, plan, mode, fileName);
          return { dryRun, mode, columns: plan.columns, counts: counts(rows), rows };
        },
        hash,
      );
      return { data };
    },
  );
  app.get(
    `${base}/import-template`,
    { config, schema: { tags, summary: 'A CSV file with the headings that can be imported' } },
    async (request, reply) => {
      const { language } = mayImport(request);
      const { writeCsv } = await import('#kernel/print');
      const columns = importable(record).map((name) => ({ title: labelOf(record, name, language) }));
      const title = record.plural[language];
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', contentDisposition('attachment', `${title}.csv`))
        .send(writeCsv({ title, columns, rows: [] }));
    },
  );
}

/** Import of every record type that people create by form, unless it brings an import of its own (people). */
export const importRoutes: RoutePlugin = (app, kernel) => {
  const own = new Set(kernel.registry.commands.filter((c) => c.onCollection && c.id.endsWith('.import')).map((c) => c.record));
  for (const record of kernel.registry.records.values())
    if (!record.internal && !record.commandsOnly && !own.has(record)) recordImport(app, kernel, record);
};
