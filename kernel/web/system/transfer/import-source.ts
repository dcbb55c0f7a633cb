import { type AnyRecord, fieldsOf } from '#kernel/schema';
import { request } from '../../api/client.ts';
import { resourceOf } from '../../api/resource.ts';

export type Mode = 'all' | 'valid';
/** Heading → field; null: the column is not read. */
export type Mapping = Readonly<Record<string, string | null>>;

export interface ImportFault {
  readonly path: string;
  readonly message: string;
}

/** What becomes of one row of the file. */
export interface ImportRow {
  readonly line: number;
  readonly outcome: 'create' | 'created' | 'duplicate' | 'invalid';
  readonly diff: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[];
  readonly errors: readonly ImportFault[];
  readonly id?: string;
  readonly number?: string | null;
}

export interface ImportPlan {
  /** How headings were understood; absent where the file names its columns itself. */
  readonly columns?: readonly { readonly heading: string; readonly field: string | null }[];
  readonly counts: {
    readonly rows: number;
    readonly create: number;
    readonly created: number;
    readonly duplicate: number;
    readonly invalid: number;
  };
  /** Rows worth showing; those without a fault may be left out. */
  readonly rows: readonly ImportRow[];
}

/** How records of a type are imported: judged first without writing anything, then created. */
export interface ImportSource {
  readonly accept: string;
  /** Address of an empty file with the headings. */
  readonly template: string;
  /** Fields that columns may be read into; absent where they cannot be chosen. */
  readonly fields?: readonly string[];
  readonly run: (file: File, mapping: Mapping, mode: Mode, isDryRun: boolean, key: string) => Promise<ImportPlan>;
}

const USER = 'access.user';
const userHeadings = 'username,firstName,lastName,email,employeeId,jobTitle,phone,language,timeZone,department,site,manager';

interface UserAnswer {
  readonly data: {
    readonly rows: number;
    readonly valid: number;
    readonly created: readonly { readonly row: number; readonly id: string; readonly username: string }[];
    readonly errors: readonly { readonly row: number; readonly path: string; readonly message: string }[];
  };
}

/** People are invited by a command of their own (USR-03); its answer in the terms of every other import. */
export function planOfUsers({ rows, valid, created, errors }: UserAnswer['data'], isDryRun: boolean): ImportPlan {
  const lines = [...new Set(errors.map((error) => error.row))].sort((a, b) => a - b);
  return {
    counts: { rows, create: isDryRun ? valid : 0, created: created.length, duplicate: 0, invalid: lines.length },
    rows: [
      ...lines.map((line) => ({
        line,
        outcome: 'invalid' as const,
        diff: [],
        errors: errors.filter((error) => error.row === line).map(({ path, message }) => ({ path, message })),
      })),
      ...created.map(({ row, id, username }) => ({
        line: row,
        outcome: 'created' as const,
        diff: [],
        errors: [],
        id,
        number: username,
      })),
    ].sort((a, b) => a.line - b.line),
  };
}

const users: ImportSource = {
  accept: '.csv,text/csv',
  template: `data:text/csv;charset=utf-8,${encodeURIComponent(`${userHeadings}\r\n`)}`,
  async run(file, _mapping, mode, isDryRun, key) {
    const body = { csv: await file.text(), mode, dryRun: isDryRun };
    const { data } = await request<UserAnswer>('POST', '/users/import', { body, idempotencyKey: key });
    return planOfUsers(data.data, isDryRun);
  },
};

/** Fields a file may give values for, as the server takes them. */
function importable(record: AnyRecord): readonly string[] {
  const own = fieldsOf(record)
    .filter(([, field]) => !field.isDerived && !field.isWorkflow && !field.isSecret)
    .map(([name]) => name);
  return [...own, 'departmentId', 'siteId', ...(record.scope === 'department' ? ['confidentiality'] : [])];
}

/** How records of this type are imported. */
export function importSourceOf(record: AnyRecord): ImportSource {
  if (record.id === USER) return users;
  const base = resourceOf(record);
  return {
    accept: '.csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    template: `/api/v1${base}/import-template`,
    fields: importable(record),
    async run(file, mapping, mode, isDryRun, key) {
      const body = new FormData();
      body.append('mapping', JSON.stringify(mapping));
      body.append('dryRun', String(isDryRun));
      body.append('mode', mode);
      body.append('file', file);
      const { data } = await request<{ readonly data: ImportPlan }>('POST', `${base}/import`, { body, idempotencyKey: key });
      return data.data;
    },
  };
}
