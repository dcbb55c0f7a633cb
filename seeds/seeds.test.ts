import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Application, migrationSources } from '#kernel/app';
import { cloneDatabase } from '#kernel/testing';
import { modules } from '../modules/index.ts';
import { DEMO_PASSWORD, people } from './company.ts';
import { setUpCompany } from './company-setup.ts';
import { openDemoApplication } from './demo-application.ts';
import { demoDocuments } from './documents/index.ts';
import { seedDemo } from './index.ts';
import { openOffice, rowsOf } from './office.ts';
import { type ApiRow, type Person, signInAs } from './person.ts';
import { createDocument, writeVersion } from './writing.ts';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let app: Application;
let dataDir: string;
let first: Awaited<ReturnType<typeof seedDemo>>;
const as = (username: string): Promise<Person> => signInAs(app.http, { username, password: DEMO_PASSWORD });
const countsOf = (rows: readonly ApiRow[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
};
/** Every row people made, with the time of its last change. */
const everything = async (): Promise<unknown> => {
  const qdir = await as('qdir');
  const lists = ['edms/documents', 'edms/versions', 'edms/obsoletions', 'edms/impacts', 'edms/document-types', 'users'];
  const rows = await Promise.all(lists.map((list) => rowsOf(qdir, list)));
  await qdir.signOut();
  return rows;
};

beforeAll(async () => {
  database = await cloneDatabase(inject('superuserUrl'), { key: 'seeds', sources: migrationSources(modules) });
  dataDir = await mkdtemp(join(tmpdir(), 'plumbline-test-seeds-'));
  app = await openDemoApplication(database.urls, dataDir);
  // A run that was interrupted after its first document.
  const office = await openOffice(app, await setUpCompany(app));
  const [document] = demoDocuments.filter((d) => !d.dependsOn && !d.refersTo);
  if (!document) throw new Error('every document leans on another');
  office.documents.set(document.key, await createDocument(office, document));
  await writeVersion(office, document, 0);
  await office.close();
  first = await seedDemo(database.urls, dataDir);
}, 300_000);
afterAll(async () => {
  await app.close();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

describe('the demo company', () => {
  test('is finished after an interruption, and left alone once it is complete', async () => {
    const before = await everything();
    expect(await seedDemo(database.urls, dataDir)).toEqual(first);
    expect(await everything()).toEqual(before);
    const documents = await rowsOf(await as('qdir'), 'edms/documents');
    expect(new Set(documents.map((d) => d.title)).size).toBe(documents.length);
    expect(documents).toHaveLength(demoDocuments.length);
  });

  test('has the people of the specification, each of whom can sign in with the password given', async () => {
    const names =
      'sam sec insp ana rita paul dora qdir rita2 dh emp1 mgr1 emp2 cora tina max tom1 tom2 tom3 tom4 tom5 lea smg lrev ldir aud1';
    expect(first.signIns.map((s) => s.username).sort()).toEqual(names.split(' ').sort());
    expect(new Set(people.map((p) => p.email)).size).toBe(people.length);
    for (const { username, password } of first.signIns) {
      const person = await signInAs(app.http, { username, password });
      expect(person.username).toBe(username);
      await person.signOut();
    }
  });

  test('has documents in every state, with what was superseded', async () => {
    const qdir = await as('qdir');
    expect(countsOf(await rowsOf(qdir, 'edms/documents'))).toEqual({
      APPROVED_PENDING_EFFECTIVE: 3,
      DRAFT: 10,
      EFFECTIVE: 28,
      PENDING_OBSOLETION: 1,
      TERMINATED: 1,
    });
    expect(countsOf(await rowsOf(qdir, 'edms/versions'))).toEqual({
      APPROVED_PENDING_EFFECTIVE: 3,
      DRAFT: 4,
      EFFECTIVE: 29,
      PENDING_APPROVAL: 3,
      PENDING_REVIEW: 3,
      REVIEWED: 2,
      SUPERSEDED: 6,
      TERMINATED: 1,
    });
    expect(countsOf(await rowsOf(qdir, 'edms/obsoletions'))).toEqual({ APPROVED: 1, PENDING_APPROVAL: 1 });
    expect(countsOf(await rowsOf(qdir, 'edms/impacts'))).toEqual({ NO_IMPACT: 1, OPEN: 5 });
  });

  test('signed what is in force: author, reviewer and approver, three people', async () => {
    const qdir = await as('qdir');
    const effective = (await rowsOf(qdir, 'edms/versions')).filter((v) => v.state === 'EFFECTIVE');
    for (const version of effective) {
      const { items } = await qdir.get<{ items: readonly ApiRow[] }>(`edms/versions/${version.id}/signatures`);
      expect(items.map((s) => s.meaning).sort()).toEqual(['APPROVED', 'AUTHORED', 'REVIEWED']);
      expect(new Set(items.map((s) => s.signerId)).size).toBe(3);
    }
    const [{ id: version } = { id: '' }] = effective;
    const { items } = await qdir.get<{ items: readonly ApiRow[] }>(`edms/versions/${version}/signatures`);
    const verdict = await qdir.get<{ data: { valid: boolean } }>(`signatures/${items[0]?.id}/verify`);
    expect(verdict.data.valid).toBe(true);
  });

  test('shows what people look for first: tasks waiting, a delegation, a returned draft with remarks, a hold, a confidential document', async () => {
    const paul = await as('paul');
    const tasks = (await paul.get<{ items: readonly ApiRow[] }>('tasks')).items.map((t) => t.kind);
    expect(tasks.filter((kind) => kind === 'approval')).toHaveLength(4);
    const rita = await as('rita');
    expect((await rita.get<{ items: readonly ApiRow[] }>('tasks?of=delegated')).items).toHaveLength(1);
    const qdir = await as('qdir');
    const documents = await rowsOf(qdir, 'edms/documents');
    expect(documents.filter((d) => d.legalHold === true).map((d) => d.title)).toEqual(['Distribution record of lot T2-B3-0417']);
    const returned = (await rowsOf(qdir, 'edms/versions')).find((v) => v.revision > 1);
    expect(returned?.label).toBe('0.2');
    const { items: remarks } = await qdir.get<{ items: readonly ApiRow[] }>(`edms/versions/${returned?.id}/comments`);
    expect(remarks.every((remark) => typeof remark.page === 'number')).toBe(true);
    expect(remarks).toHaveLength(2);
    const secret = documents.filter((d) => d.confidentiality === 'confidential').map((d) => d.id);
    const seen = (await rowsOf(await as('emp2'), 'edms/documents')).map((d) => d.id);
    expect(secret).toHaveLength(1);
    expect(seen).not.toContain(secret[0]);
    expect(seen).toHaveLength(28);
  });
});
