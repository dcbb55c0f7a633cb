import { beforeAll, describe, expect, test } from 'vitest';
import { type Desk, openDesk } from './edms-fixture.ts';

// From draft to effective: numbers, submission, review, approval, activation.
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

describe('creation', () => {
  test('EDMS-01 a placeholder has its number and is a draft; who only reads may not create one', async () => {
    const draft = await desk.draft({ file: false });
    expect(draft.number).toMatch(/^WI-\d{5}$/);
    expect(await desk.document(draft.id)).toMatchObject({ state: 'DRAFT', label: '0.1', authorId: desk.who.ana });
    expect(await desk.version(draft.versionId)).toMatchObject({ state: 'DRAFT', number: draft.number, kind: 'REVIEW', major: 0, minor: 1 });
    const reader = await (await desk.as('emp1')).post('edms/documents', { title: 'Not mine to write', typeId: await desk.typeId('WI') });
    expect(reader).toMatchObject({ status: 403, body: { rule: 'core.forbidden' } });
  });
});
