import { readFileSync } from 'node:fs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import pg from 'pg';
import { sql } from '#kernel/db';
import { systemActor, transact } from '#kernel/records';
import type { Answer, AnyRow, Client, ListAnswer, RecordAnswer, TestApp } from '#kernel/testing';
import { addDays, day, instant, today } from '#kernel/values';
import { testApp } from '../../testing.ts';

const DOCX = readFileSync(new URL('../../../kernel/print/fixtures/sop.docx', import.meta.url));

/** The Word file of the fixture with one more sentence in its body; `isPlain`: without the tokens that belong to a single copy. */
export function docx(sentence = '', isPlain = false): Uint8Array {
  const parts = unzipSync(DOCX);
  if (isPlain)
    for (const [name, bytes] of Object.entries(parts))
      if (name.endsWith('.xml')) parts[name] = strToU8(strFromU8(bytes).replace(/DOWNLOAD/g, 'ISSUE'));
  const body = strFromU8(parts['word/document.xml'] ?? new Uint8Array());
  const paragraph = `<w:p><w:r><w:t>${sentence}</w:t></w:r></w:p>`;
  const at = body.lastIndexOf('<w:sectPr');
  const text = at < 0 ? body.replace('</w:body>', `${paragraph}</w:body>`) : body.slice(0, at) + paragraph + body.slice(at);
  return zipSync({ ...parts, 'word/document.xml': strToU8(text) });
}
export const txt = (text: string): Uint8Array => Buffer.from(text);

type People = Readonly<Record<string, string>>;
export interface Draft {
  readonly id: string;
  readonly number: string;
  readonly versionId: string;
}

/** The company of the scenarios with what documents need: who is who, and the steps people take again and again. */
export interface Desk {
  readonly app: TestApp;
  /** User name → id. */
  readonly who: People;
  as(username: string): Promise<Client>;
  typeId(code: string): Promise<string>;
  draft(options?: {
    readonly type?: string;
    readonly title?: string;
    readonly text?: string;
    readonly author?: string;
    readonly file?: boolean;
    readonly values?: Readonly<Record<string, unknown>>;
  }): Promise<Draft>;
  version(id: string, as?: string): Promise<AnyRow>;
  document(id: string, as?: string): Promise<AnyRow>;
  versionAnswer(id: string, as?: string): Promise<Answer<RecordAnswer>>;
  submit(versionId: string, reviewer?: string, author?: string): Promise<Answer<RecordAnswer>>;
  accept(versionId: string, reviewer?: string): Promise<Answer<RecordAnswer>>;
  route(versionId: string, approver?: string, author?: string): Promise<Answer<RecordAnswer>>;
  approve(versionId: string, effectiveDate?: string, approver?: string): Promise<Answer<RecordAnswer>>;
  /** Draft to approved with the given date (today unless given). */
  approved(draft: Draft, effectiveDate?: string): Promise<void>;
  effective(options?: Parameters<Desk['draft']>[0]): Promise<Draft>;
  upversion(documentId: string, author?: string): Promise<Draft>;
  depend(versionId: string, dependsOnId: string, relation?: string): Promise<Answer<RecordAnswer>>;
  /** Lets time pass; everybody signs in anew, and what the night brings is done. */
  wait(days: number): Promise<void>;
  today(): Promise<string>;
  inDays(days: number): Promise<string>;
  /** A session of the database superuser: the attacker of the tamper scenarios. */
  superuser(): Promise<pg.Client>;
  rows<T extends Readonly<Record<string, unknown>>>(text: string, values?: readonly unknown[]): Promise<T[]>;
  notices(username: string, recordId: string): Promise<readonly { readonly type: string; readonly title: string }[]>;
  tasks(recordId: string): Promise<
    readonly {
      readonly id: string;
      readonly kind: string;
      readonly state: string;
      readonly assigneeId: string;
      readonly dueAt: string | null;
      readonly outcome: string | null;
    }[]
  >;
}

export async function openDesk(): Promise<Desk> {
  const app = await testApp();
  const system = systemActor(app.orgId, 'test');
  const all = await transact(app.kernel, system, (tx) =>
    tx.query<{ id: string; username: string }>(sql`select id, username from access."user" where org_id = ${app.orgId}`),
  );
  const who: People = Object.fromEntries(all.map((u) => [u.username, u.id]));
  const clients = new Map<string, Promise<Client>>();
  const as = (username: string) => {
    const known = clients.get(username) ?? app.browser(username);
    clients.set(username, known);
    return known;
  };
  const types = new Map<string, string>();
  let superuser: Promise<pg.Client> | undefined;
  const desk: Desk = {
    app,
    who,
    as,
    async typeId(code) {
      if (types.size === 0) {
        const list = await (await as('dora')).get<ListAnswer>('edms/document-types?limit=100');
        for (const t of list.body.items) types.set(String(t.code), t.id);
      }
      return types.get(code) ?? '';
    },
    async draft({
      type = 'WI',
      title = 'Gown before entering the clean room',
      text = '',
      author = 'ana',
      file = true,
      values = {},
    } = {}) {
      const client = await as(author);
      const made = await client.post('edms/documents', { title, typeId: await desk.typeId(type), ...values });
      if (made.status !== 201) throw new Error(`draft: ${JSON.stringify(made.body)}`);
      const document = made.body.data;
      const versionId = String(document.workingVersionId);
      const version = (await client.get(`edms/versions/${versionId}`)).body.data;
      const edited = await client.patch(`edms/versions/${versionId}`, version.version, { source: 'ORIGINAL_DIGITAL_DRAFT' });
      if (edited.status !== 200) throw new Error(`draft: ${JSON.stringify(edited.body)}`);
      if (file) {
        const uploaded = await client.upload(`edms/versions/${versionId}/file`, {
          name: 'procedure.txt',
          bytes: txt(`${title}. ${text}`),
          type: 'text/plain',
        });
        if (uploaded.status !== 201) throw new Error(`draft: ${JSON.stringify(uploaded.body)}`);
      }
      return { id: document.id, number: String(document.number), versionId };
    },
    versionAnswer: async (id, name = 'ana') => (await as(name)).get(`edms/versions/${id}`),
    version: async (id, name = 'ana') => (await desk.versionAnswer(id, name)).body.data,
    document: async (id, name = 'ana') => (await (await as(name)).get(`edms/documents/${id}`)).body.data,
    submit: async (id, reviewer = 'rita', author = 'ana') =>
      (await as(author)).sign(`edms/versions/${id}/submit-for-review`, { reviewerId: who[reviewer] }),
    accept: async (id, reviewer = 'rita') => (await as(reviewer)).sign(`edms/versions/${id}/approve-review`),
    route: async (id, approver = 'paul', author = 'ana') =>
      (await as(author)).post(`edms/versions/${id}/submit-for-approval`, { approverId: who[approver] }),
    approve: async (id, effectiveDate, approver = 'paul') =>
      (await as(approver)).sign(`edms/versions/${id}/approve-final`, { effectiveDate: effectiveDate ?? (await desk.today()) }),
    async approved(draft, effectiveDate) {
      const version = await desk.version(draft.versionId, 'dora');
      const author = Object.keys(who).find((name) => who[name] === version.authorId) ?? 'ana';
      for (const answer of [
        await desk.submit(draft.versionId, 'rita', author),
        await desk.accept(draft.versionId),
        await desk.route(draft.versionId, 'paul', author),
        await desk.approve(draft.versionId, effectiveDate),
      ])
        if (answer.status !== 200) throw new Error(`approved: ${JSON.stringify(answer.body)}`);
    },
    async effective(options = {}) {
      const draft = await desk.draft(options);
      await desk.approved(draft);
      await app.settle();
      return draft;
    },
    async upversion(documentId, author = 'ana') {
      const client = await as(author);
      const started = await client.post(`edms/documents/${documentId}/start-upversion`, {
        reason: 'the torque value has changed',
      });
      if (started.status !== 200) throw new Error(`upversion: ${JSON.stringify(started.body)}`);
      const versionId = String(started.body.data.workingVersionId);
      await client.upload(`edms/versions/${versionId}/file`, {
        name: 'procedure.txt',
        bytes: txt(`New text of ${documentId}`),
        type: 'text/plain',
      });
      return { id: documentId, number: String(started.body.data.number), versionId };
    },
    depend: async (versionId, dependsOnId, relation = 'DEPENDS_ON') =>
      (await as('ana')).post(`edms/versions/${versionId}/add-dependency`, { dependsOnId, relation }),
    async wait(days) {
      await app.advance(`${days} days`);
      clients.clear();
      await app.settle();
    },
    today: async () => {
      const [row] = await desk.rows<{ now: string }>('select kernel.now() as now');
      return today('Africa/Kampala', instant(row?.now ?? ''));
    },
    inDays: async (days) => addDays(day(await desk.today()), days),
    async superuser() {
      superuser ??= (async () => {
        const client = new pg.Client({ connectionString: app.superuserUrl });
        await client.connect();
        // Dropping the database at the end of the file ends this session too.
        client.on('error', () => undefined);
        return client;
      })();
      return superuser;
    },
    rows: async (text, values = []) =>
      transact(app.kernel, system, (tx) => tx.prepared(`test:${text.length}:${text.slice(0, 30)}`, text, values)),
    notices: async (username, recordId) =>
      desk.rows('select type, title from notify.notification where recipient_id = $1 and record_id = $2 order by at, id', [
        who[username],
        recordId,
      ]),
    tasks: async (recordId) =>
      desk.rows(
        'select id, kind, state, assignee_id as "assigneeId", due_at as "dueAt", outcome from tasks.task where record_id = $1 order by created_at, id',
        [recordId],
      ),
  };
  return desk;
}
