import { type Sql, sql } from '#kernel/db';
import { type Kernel, systemActor, type Tx, transact } from '#kernel/records';
import { Chain, type ChainStep } from '#kernel/tasks';
import { Category, DocumentType, Placeholder } from '../records/catalogue.ts';
import { Version } from '../records/version.ts';

/** Types every organization begins with: name, code (also the prefix), years kept, months between reviews (spec 1.1; C-54). */
const types: readonly (readonly [name: string, code: string, years: number, months: number | null])[] = [
  ['Policy', 'POL', 10, 24],
  ['Manual', 'MAN', 7, 24],
  ['Procedure', 'PROC', 7, 24],
  ['Work instruction (SOP)', 'WI', 7, 24],
  ['Form and template', 'FORM', 7, 36],
  ['Record', 'REC', 7, null],
  ['Report', 'RPT', 3, null],
  ['Specification', 'SPEC', 10, 36],
  ['Protocol', 'PROT', 7, null],
  ['Certificate', 'CERT', 5, null],
  ['Drawing', 'DWG', 15, null],
];

/** Two-level tree of subjects. */
const categories: Readonly<Record<string, readonly string[]>> = {
  'Quality management': ['Quality control', 'Quality assurance', 'Change control', 'Document control'],
  Manufacturing: ['Production', 'Packaging', 'Equipment'],
  Laboratory: ['Analytical methods', 'Stability', 'Microbiology'],
  Regulatory: ['Submissions', 'Inspections', 'Compliance'],
  Safety: [],
  Training: [],
  IT: [],
  Maintenance: [],
  Validation: [],
  General: [],
};
const codeOf = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9]+/g, '-');

type Source = 'document' | 'version' | 'user' | 'organization' | 'system';
const placeholders: readonly (readonly [token: string, source: Source, field: string, format?: string])[] = [
  ['DOC_NUMBER', 'document', 'number'],
  ['DOC_TITLE', 'document', 'title'],
  ['DOC_VERSION', 'version', 'label'],
  ['DOC_AUTHOR', 'version', 'author'],
  ['DOC_REVIEWER', 'version', 'reviewer'],
  ['DOC_APPROVER', 'version', 'approver'],
  ['APPROVED_DATE', 'version', 'approvedDate'],
  ['EFFECTIVE_DATE', 'version', 'effectiveDate'],
  ['DOWNLOAD_DATE', 'system', 'now'],
  ['COMPANY_NAME', 'organization', 'name'],
  ['DOC_STATUS', 'version', 'status', 'upper'],
  ['DOC_TYPE', 'document', 'type'],
  ['DOC_SOURCE', 'version', 'source'],
  ['DOC_DEPENDENCIES', 'version', 'dependencies'],
  ['REVISION_HISTORY', 'document', 'revisionHistory'],
  ['DOWNLOADED_BY', 'user', 'name'],
  ['NEXT_REVIEW_DATE', 'document', 'nextReviewDate'],
  ['SIGNATURES', 'version', 'signatures'],
];

const step = (stage: 'review' | 'approval', order: number, name: string, mode: ChainStep['mode'] = 'SEQUENTIAL'): ChainStep => ({
  stage,
  order,
  name,
  mode,
});
/** Workflow templates an administrator may give to a type; without one, one review and one approval. */
const chains: readonly (readonly [code: string, name: string, steps: readonly ChainStep[]])[] = [
  [
    'EDMS-SOP',
    'SOP: technical review, quality review, final approval',
    [step('review', 1, 'Technical review'), step('review', 2, 'Quality review'), step('approval', 1, 'Final approval')],
  ],
  [
    'EDMS-POLICY',
    'Policy: department review, management approval',
    [step('review', 1, 'Department review'), step('approval', 1, 'Management approval')],
  ],
  [
    'EDMS-FORM',
    'Form: review and approval, several people at once',
    [step('review', 1, 'Review', 'PARALLEL_ALL'), step('approval', 1, 'Approval', 'PARALLEL_ALL')],
  ],
];

async function known(tx: Tx, query: Sql): Promise<Set<string>> {
  return new Set((await tx.query<{ x: string }>(query)).map((row) => row.x));
}

/** Gives an organization the types, categories, placeholders and workflow templates it begins with. What is there stays as it is. */
export async function provisionEdms(kernel: Kernel, orgId: string): Promise<void> {
  await transact(
    kernel,
    systemActor(orgId, 'Provisioning'),
    async (tx) => {
      const knownTypes = await known(tx, sql`select code as x from edms.document_type where org_id = ${orgId}`);
      for (const [name, code, retentionYears, reviewPeriodMonths] of types)
        if (!knownTypes.has(code))
          await tx.create(DocumentType, { name, code, prefix: code, retentionYears, reviewPeriodMonths, isControlled: true });
      const knownCategories = await known(tx, sql`select code as x from edms.category where org_id = ${orgId}`);
      for (const [name, parts] of Object.entries(categories)) {
        if (knownCategories.has(codeOf(name))) continue;
        const parent = await tx.create(Category, { name, code: codeOf(name) });
        for (const part of parts) await tx.create(Category, { name: part, code: codeOf(part), parentId: parent.id });
      }
      const knownTokens = await known(tx, sql`select token as x from edms.placeholder where org_id = ${orgId}`);
      for (const [token, dataSource, field, format] of placeholders)
        if (!knownTokens.has(token)) await tx.create(Placeholder, { token, dataSource, field, format: format ?? null });
      const knownChains = await known(tx, sql`select code as x from tasks.chain where org_id = ${orgId}`);
      for (const [code, name, steps] of chains)
        if (!knownChains.has(code))
          await tx.create(Chain, { code, name, recordType: Version.id, issue: 1, steps, state: 'ACTIVE' });
    },
    { reason: 'master data delivered with the product' },
  );
}
