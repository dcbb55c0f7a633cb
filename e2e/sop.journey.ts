import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './browser.ts';

// A controlled document in real browsers: from a Word file to effective (E2E-01), and the loop of rejections (E2E-02).
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 240_000);
const docx = join(import.meta.dirname, '..', 'kernel', 'print', 'fixtures', 'sop.docx');
const password = async (username: string) => (await stage.app.as(username)).password;

/** Answers the signature dialog as this person, by keyboard. */
async function sign(page: Page, username: string, meaning: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /^Sign: / });
  await dialog.getByText('Content SHA-256').waitFor();
  const userId = dialog.getByLabel('User ID');
  if (await userId.isVisible()) await userId.fill(username);
  await dialog.getByLabel('Signing password', { exact: true }).fill(await password(username));
  await dialog.getByRole('button', { name: `Sign as ${meaning}` }).press('Enter');
  await dialog.waitFor({ state: 'hidden' });
}
/** Names a person in the dialog that is open, and goes on. */
async function name(page: Page, field: string, person: string, go: string): Promise<void> {
  const dialog = page.getByRole('dialog').last();
  await dialog.getByLabel(field).first().click();
  await dialog.getByLabel(field).first().fill(person);
  await page
    .getByRole('option', { name: new RegExp(person) })
    .first()
    .click();
  await dialog.getByRole('button', { name: go }).click();
}
const stateOf = (page: Page, text: string) => page.getByText(text, { exact: true }).first().waitFor();

async function newDocument(page: Page, title: string): Promise<string> {
  await page.goto(`${stage.url}/edms/documents`);
  await page.getByRole('button', { name: 'New document' }).first().click();
  const panel = page.getByRole('complementary', { name: 'New document' });
  await panel.getByLabel('Title').fill(title);
  await panel.getByLabel('Type').click();
  await page
    .getByRole('option', { name: /Work instruction/i })
    .first()
    .click();
  await panel.getByRole('button', { name: 'Create document' }).click();
  await page.getByRole('heading', { level: 1, name: /WI-\d{5}/ }).waitFor();
  return page.url();
}
/** Opens what waits first in the inbox. */
async function openTask(page: Page): Promise<void> {
  await page.goto(stage.url);
  await page
    .getByRole('link', { name: /WI-\d{5}/ })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: /WI-\d{5}/ }).waitFor();
}
/** Says where the version comes from and gives it its file. */
async function fill(page: Page, url: string): Promise<void> {
  await page.keyboard.press('e');
  const panel = page.getByRole('complementary', { name: /^Edit/ });
  await panel.getByLabel('Source').click();
  await page.getByRole('option', { name: 'Original digital draft' }).click();
  await panel.getByRole('button', { name: /^Save/ }).click();
  await panel.waitFor({ state: 'hidden' });
  await page.goto(`${url}?tab=file`);
  await page.locator('input[type=file]').setInputFiles(docx);
  await page.getByText('sop.docx').first().waitFor();
}
const seen = async (page: Page, what: string, work: () => Promise<void>) => {
  try {
    await work();
  } catch (error) {
    await stage.picture(page, `failed-${what}`);
    throw error;
  }
};

test('E2E-01 a Word file becomes an effective, signed document with an official PDF, in three browsers', async () => {
  const ana = await stage.person('ana');
  await stage.picture(ana, '01-inbox');
  let url = '';
  await seen(ana, 'draft', async () => {
    url = await newDocument(ana, 'Tightening of basins');
    await stage.picture(ana, '02-placeholder');
    await fill(ana, url);
    await stage.picture(ana, '03-file');
    await ana.getByRole('button', { name: /^Submit for review/ }).click();
    await name(ana, 'Reviewer', 'Rita Achieng', 'Continue to signature');
    await stage.picture(ana, '04-sign');
    await sign(ana, 'ana', 'AUTHORED');
    await stateOf(ana, 'Pending review');
    await stage.picture(ana, '05-pending-review');
  });
  const rita = await stage.person('rita', { scheme: 'dark' });
  await seen(rita, 'review', async () => {
    await openTask(rita);
    await rita.getByRole('button', { name: /^Accept review/ }).click();
    await sign(rita, 'rita', 'REVIEWED');
    await stateOf(rita, 'Reviewed');
    await stage.picture(rita, '06-reviewed-dark');
  });
  await seen(ana, 'route', async () => {
    await ana.goto(url);
    await ana.getByRole('button', { name: /^Send for approval/ }).click();
    await name(ana, 'Approver', 'Paul Okello', 'Send for approval');
    await stateOf(ana, 'Pending approval');
  });
  const paul = await stage.person('paul');
  await seen(paul, 'approval', async () => {
    await openTask(paul);
    await paul
      .getByRole('button', { name: /^Approve/ })
      .first()
      .click();
    await stage.picture(paul, '07-approve');
    await paul.getByRole('dialog').last().getByRole('button', { name: 'Continue to signature' }).click();
    await sign(paul, 'paul', 'APPROVED');
    await paul
      .getByText(/^(Effective|Approved, not yet effective)$/)
      .first()
      .waitFor();
  });
  await stage.app.settle();
  await seen(paul, 'effective', async () => {
    await paul.goto(url);
    await stateOf(paul, 'Effective');
    await stage.picture(paul, '08-effective');
    await paul.goto(`${url}?tab=signatures`);
    await paul.getByText('AUTHORED').first().waitFor();
    await stage.picture(paul, '09-signatures');
    await paul.goto(`${url}?tab=history`);
    await paul.getByText('APPROVED').first().waitFor();
    await stage.picture(paul, '10-history');
    for (const word of ['Ana Nakato', 'Rita Achieng', 'Paul Okello'])
      expect(await paul.getByText(word).count()).toBeGreaterThan(0);
  });
  const id = new URL(url).pathname.split('/').at(-1);
  const pdf = await (await stage.app.as('emp1')).get(`edms/documents/${id}/download?kind=official`);
  expect([pdf.status, pdf.headers['content-type']]).toEqual([200, 'application/pdf']);
}, 300_000);

test('E2E-02 a reviewer returns the document, the author ends it, and every screen on the way is accessible in both schemes', async () => {
  const ana = await stage.app.as('ana');
  const rita = await stage.person('rita');
  const people = (await ana.get<{ items: readonly { id: string; username: string }[] }>('users?limit=200')).body.items;
  const type = (
    await ana.get<{ items: readonly { id: string; code: unknown }[] }>('edms/document-types?limit=100')
  ).body.items.find((t) => t.code === 'WI');
  const document = (await ana.post('edms/documents', { title: 'Rinse of the test bench', typeId: type?.id })).body.data;
  const versionId = String(document.workingVersionId);
  await ana.patch(`edms/versions/${versionId}`, 1, { source: 'ORIGINAL_DIGITAL_DRAFT' });
  await ana.upload(`edms/versions/${versionId}/file`, { name: 'sop.docx', bytes: readFileSync(docx) });
  const sent = await ana.sign(`edms/versions/${versionId}/submit-for-review`, {
    reviewerId: people.find((p) => p.username === 'rita')?.id,
  });
  expect(sent.status).toBe(200);

  await seen(rita, 'return', async () => {
    await stage.accessible(rita);
    await openTask(rita);
    await stage.accessible(rita);
    await rita
      .getByRole('button', { name: /^Return to author/ })
      .first()
      .click();
    const dialog = rita.getByRole('dialog', { name: /^Sign: / });
    await dialog.getByText('Content SHA-256').waitFor();
    await dialog.getByLabel(/^Reason/).fill('Step four gives no torque.');
    await stage.accessible(rita);
    await stage.picture(rita, '20-return-signed');
    await sign(rita, 'rita', 'REVIEW_REJECTED');
    await rita.getByText('Return to author').first().waitFor({ state: 'hidden' });
  });
  const author = await stage.person('ana', { scheme: 'dark', width: 1024, height: 768 });
  await seen(author, 'terminate', async () => {
    await author.goto(`${stage.url}/edms/documents/${document.id}`);
    await author.getByText('0.2').first().waitFor();
    await stage.picture(author, '21-returned-tablet-dark');
    await stage.accessible(author);
  });
  const ended = await ana.sign(`edms/versions/${versionId}/terminate`, { reason: 'replaced by another instruction' });
  expect(ended.body.data.state).toBe('TERMINATED');
}, 300_000);
