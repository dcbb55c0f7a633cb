import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPerson, provisionDeployment, provisionOrganization } from '#kernel/access';
import { createApplication, migrationSources } from '#kernel/app';
import { migrate } from '#kernel/db';
import { systemActor, transact } from '#kernel/records';
import { formFields } from '../../../kernel/web/form/field-rules.ts';
import { modules } from '../../../modules/index.ts';
import { withThrowAwayDatabase } from './throw-away.ts';

// Run as a program in a copy of the project: migrates an empty database, starts the application of that copy and uses the new field and
// the new record over HTTP. Prints what it was answered.

const PASSWORD = 'Basin-Torque-Rinse-48';
const dataDir = await mkdtemp(join(tmpdir(), 'plumbline-probe-'));

const answers = await withThrowAwayDatabase(join(dataDir, 'secrets.json'), async (urls) => {
  await migrate(urls.owner, migrationSources(modules));
  const origin = 'http://localhost';
  const app = await createApplication({
    ...{ urls, modules, dataDir, origin },
    environment: { isProduction: false, name: 'Test' },
    access: { cost: { memoryKiB: 1024, iterations: 1, parallelism: 1 } },
  });
  try {
    const { kernel, access, http } = app;
    await provisionDeployment(kernel);
    const { orgId } = await provisionOrganization(kernel, access, {
      name: 'Amani Medical Devices',
      code: 'AMANI',
      sites: [{ code: 'KLA', name: 'Kampala', zone: 'Africa/Kampala' }],
      departments: [{ code: 'QA', name: 'QA' }],
    });
    const ana = {
      username: 'ana',
      firstName: 'Ana',
      lastName: 'Nakato',
      email: 'ana@amani.example',
      site: 'KLA',
      department: 'QA',
    };
    await createPerson(kernel, access, orgId, { ...ana, roles: ['edms.author'], password: PASSWORD });
    const DocumentType = kernel.registry.record('edms.document-type');
    const type = await transact(
      kernel,
      systemActor(orgId, 'probe'),
      (tx) => tx.create(DocumentType, { name: 'Procedure', code: 'SOP', prefix: 'SOP', retentionYears: 10 }),
      { reason: 'a type to make a document of' },
    );

    const cookies = new Map<string, string>();
    const ask = async (method: 'GET' | 'POST', path: string, payload?: object) => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const url = `/api/v1/${path}`;
      const answer = await http.inject({ method, url, headers: { cookie }, ...(payload ? { payload } : {}) });
      for (const { name, value } of answer.cookies) cookies.set(name, value);
      const isJson = String(answer.headers['content-type']).includes('json');
      return { status: answer.statusCode, body: isJson ? answer.json() : answer.body };
    };
    await ask('POST', 'auth/login', { username: 'ana', password: PASSWORD });
    const created = await ask('POST', 'edms/documents', { title: 'Cleaning of station 4', typeId: type.id, shelf: 'B 12' });
    const id = created.body.data?.id;
    return {
      created,
      form: formFields(kernel.registry.record('edms.document'), true),
      read: await ask('GET', `edms/documents/${id}`),
      listed: await ask('GET', 'edms/documents?shelf=B%2012&state=DRAFT'),
      history: await ask('GET', `edms/documents/${id}/history`),
      openapi: (await ask('GET', 'openapi.json')).body.paths['/api/v1/edms/documents'].post.requestBody,
      note: await ask('POST', 'edms/shelf-notes', { title: 'Where it stands' }),
    };
  } finally {
    await app.close();
  }
});
await rm(dataDir, { recursive: true, force: true });
process.stdout.write(JSON.stringify(answers));
