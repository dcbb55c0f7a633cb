import { describe, expect, it } from 'vitest';
import { defineRecord, text } from '#kernel/schema';
import { actsFrom, mainPath, stepsFrom } from './main-path.ts';

const l = (en: string) => ({ en, fr: en });
const Report = defineRecord('pathtest.report', {
  label: l('Report'),
  plural: l('Reports'),
  scope: 'organization',
  fields: { title: text(l('Title')) },
  title: 'title',
  permissions: { review: 'review' },
  states: {
    DRAFT: { label: l('Draft'), family: 'writing' },
    REVIEW: { label: l('Review'), family: 'waiting' },
    CLOSED: { label: l('Closed'), family: 'valid' },
    VOIDED: { label: l('Voided'), family: 'ended', hidden: true },
  },
  initial: 'DRAFT',
  transitions: {
    void: { label: l('Void'), from: ['DRAFT', 'REVIEW'], to: 'VOIDED', needs: 'edit' },
    reject: { label: l('Reject'), from: ['REVIEW'], to: 'DRAFT', needs: 'review', rework: true },
    submit: { label: l('Submit'), from: ['DRAFT'], to: 'REVIEW', needs: 'edit', primary: true },
    close: { label: l('Close'), from: ['REVIEW'], to: 'CLOSED', needs: 'review', primary: true },
    expire: { label: l('Expire'), from: ['CLOSED'], to: 'VOIDED', needs: 'system' },
  },
  list: ['title'],
  form: [{ title: l('What'), fields: ['title'] }],
});

describe('the main path of a record', () => {
  it('follows the expected transitions and leaves out rework and endings', () => {
    expect(mainPath(Report)).toEqual(['DRAFT', 'REVIEW', 'CLOSED']);
  });

  it('marks what is done, current and to come; the last state is done when reached', () => {
    expect(stepsFrom(Report, 'REVIEW', new Set()).map((s) => s.status)).toEqual(['done', 'now', 'todo']);
    expect(stepsFrom(Report, 'CLOSED', new Set()).map((s) => s.status)).toEqual(['done', 'done', 'done']);
  });

  it('shows a voided record as what it reached and its end', () => {
    expect(stepsFrom(Report, 'VOIDED', new Set())).toEqual([
      { state: 'DRAFT', status: 'done' },
      { state: 'VOIDED', status: 'now' },
    ]);
  });

  it('offers what a person can do, not what only the system does', () => {
    expect(actsFrom(Report, 'CLOSED')).toEqual([]);
    expect(actsFrom(Report, 'REVIEW').map(([name]) => name)).toEqual(['void', 'reject', 'close']);
  });
});
