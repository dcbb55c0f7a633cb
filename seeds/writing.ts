import { addDays } from '#kernel/values';
import { personOf, sites } from './company.ts';
import type { DemoComment, DemoDocument, DemoVersion } from './documents/document.ts';
import { writeDocx } from './docx/write.ts';
import type { Office } from './office.ts';
import { scannedPdf, writePdf } from './pdf/write.ts';
import { type ApiFile, type ApiRow, type Person, Refused } from './person.ts';

const scan = new URL('./documents/scans/citric-acid-certificate.jpg', import.meta.url);
const REVIEW_DAYS = 14;

const nameOf = (username: string): string => {
  const { firstName, lastName } = personOf(username);
  return `${firstName} ${lastName}`;
};
const zoneOf = (username: string): string => sites.find((site) => site.code === personOf(username).site)?.zone ?? 'UTC';

async function fileOf(document: DemoDocument, { text }: DemoVersion): Promise<ApiFile> {
  const stem = document.title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  if (document.file === 'scan') return { name: `${stem}.pdf`, bytes: await scannedPdf(scan) };
  if (document.file === 'pdf')
    return { name: `${stem}.pdf`, bytes: await writePdf(document.title, nameOf(document.author), text) };
  return { name: `${stem}.docx`, bytes: writeDocx(document.title, nameOf(document.author), text) };
}

/** Creates a document as its author does; it has its number from now on. */
export async function createDocument(office: Office, document: DemoDocument): Promise<string> {
  const author = await office.person(document.author);
  const typeId = office.types.get(document.type);
  const categoryId = office.categories.get(document.category);
  if (!typeId || !categoryId) throw new Error(`there is no document type ${document.type} or category ${document.category}`);
  const { title, keywords, tags = [], isConfidential } = document;
  const created = await author.post('edms/documents', {
    title,
    typeId,
    categoryId,
    keywords,
    tags,
    ...(isConfidential ? { confidentiality: 'confidential' } : {}),
  });
  return created.data.id;
}

const read = async (person: Person, url: string): Promise<ApiRow> => (await person.get<{ data: ApiRow }>(url)).data;

/** Metadata, file and links of a draft. */
async function prepare(office: Office, document: DemoDocument, version: DemoVersion, draft: ApiRow): Promise<void> {
  const author = await office.person(document.author);
  const url = `edms/versions/${draft.id}`;
  const copy = {
    source: 'SCANNED_COPY',
    trueCopyVerifierId: office.idOf('lea'),
    trueCopyStatement: 'Compared page by page with the paper original in the laboratory archive: complete and legible.',
  };
  await author.edit(url, draft.version, {
    description: document.description,
    changeSummary: version.why,
    ...(document.file === 'scan' ? copy : { source: 'ORIGINAL_DIGITAL_DRAFT' }),
  });
  const { items } = await author.get<{ items: readonly ApiRow[] }>(`${url}/files`);
  if (items.length === 0) await author.upload(`${url}/file`, await fileOf(document, version));
  const links = [
    ...(document.dependsOn ?? []).map((key) => [key, 'DEPENDS_ON'] as const),
    ...(document.refersTo ?? []).map((key) => [key, 'REFERENCES'] as const),
  ];
  for (const [key, relation] of links)
    await author.post(`${url}/add-dependency`, { dependsOnId: office.documents.get(key), relation }).catch((error: unknown) => {
      // A new version takes over the links of the one before.
      if (!(error instanceof Refused && error.rule === 'edms.dependency-exists')) throw error;
    });
}

/** Remarks of the review, and the author's answers. */
async function discuss(office: Office, document: DemoDocument, url: string, comments: readonly DemoComment[]): Promise<void> {
  const author = await office.person(document.author);
  const { items: known } = await author.get<{ items: readonly ApiRow[] }>(`${url}/comments`);
  for (const { by, at, answer, section, highlight, ...comment } of comments.filter(
    (c) => !known.some((row) => row.body === c.body),
  )) {
    const reviewer = await office.person(by);
    const place = { x: at[0], y: at[1], ...(section ? { section } : {}), ...(highlight ? { highlight } : {}) };
    const { data } = await reviewer.post(`${url}/comments`, { ...comment, ...place });
    if (answer === undefined) continue;
    await author.post(`comments/${data.id}/address`, { response: answer });
    await reviewer.post(`comments/${data.id}/resolve`, {});
  }
}

/**
 * Brings one version of a document as far as it got, act by act, each by the person whose act it is. Begins where an interrupted run
 * ended.
 */
export async function writeVersion(office: Office, document: DemoDocument, index: number): Promise<void> {
  const version = document.versions[index];
  const documentUrl = `edms/documents/${office.documents.get(document.key)}`;
  const [author, reviewer, approver] = await Promise.all(
    [document.author, document.reviewer, document.approver].map(office.person),
  );
  if (!version || !author || !reviewer || !approver) return;
  const whole = await read(author, documentUrl);
  if (whole.state === 'TERMINATED' || Number.parseInt(String(whole.label), 10) > index) return;
  const started =
    whole.workingVersionId === null ? (await author.post(`${documentUrl}/start-upversion`, { reason: version.why })).data : whole;
  const url = `edms/versions/${String(started.workingVersionId)}`;
  const day = async (days: number) => addDays(await office.today(zoneOf(document.author)), days);
  const { reached, because = '', days = REVIEW_DAYS } = version;

  let now = await read(author, url);
  if (now.state === 'DRAFT') {
    if (now.revision > 1) return;
    await prepare(office, document, version, now);
    if (reached === 'draft') return;
    now = await author.sign(`${url}/submit-for-review`, { reviewerId: office.idOf(document.reviewer), dueDate: await day(days) });
  }
  if (now.state === 'PENDING_REVIEW') {
    await discuss(office, document, url, version.comments ?? []);
    if (reached === 'in-review') return;
    if (reached === 'terminated') return void (await author.sign(`${url}/terminate`, { reason: because }));
    if (reached === 'returned') return void (await reviewer.sign(`${url}/reject-review`, { reason: because }));
    now = await reviewer.sign(`${url}/approve-review`);
  }
  if (now.state === 'REVIEWED') {
    if (reached === 'reviewed') return;
    const body = { approverId: office.idOf(document.approver), dueDate: await day(days) };
    now = (await author.post(`${url}/submit-for-approval`, body)).data;
  }
  if (now.state === 'PENDING_APPROVAL' && reached !== 'in-approval')
    await approver.sign(`${url}/approve-final`, { effectiveDate: await day(reached === 'scheduled' ? days : 0) });
}
