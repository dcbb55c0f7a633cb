import { describe, expect, it } from 'vitest';
import { AppError, decimal, defineRecord, defineRules, integer, text, texts } from '#kernel/schema';
import { checkRecord, faultOf, formFields, toApi, valuesToSend } from './field-rules.ts';

const label = (en: string) => ({ en, fr: en });
const rules = defineRules({
  'web-form-test.rationale': { status: 422, en: 'A rationale is missing.', fr: 'Une justification manque.' },
});
const Note = defineRecord('formtest.note', {
  label: label('Note'),
  plural: label('Notes'),
  scope: 'organization',
  fields: {
    title: text(label('Title'), { max: 10, min: 3 }),
    count: integer(label('Count'), { min: 1, max: 9 }),
    weight: decimal(label('Weight')).optional(),
    tags: texts(label('Tags')),
    code: text(label('Code')).immutable(),
    closedWhy: text(label('Closed because')).workflow(),
  },
  title: 'title',
  permissions: {},
  check: (row) => {
    if (row.title === 'scrap') throw new AppError(rules['web-form-test.rationale']);
  },
  list: ['title'],
  form: [{ title: label('What'), fields: ['title', 'count', 'weight', 'tags', 'code', 'closedWhy'] }],
});

describe('rules of a form', () => {
  it('find what is missing, too long, too short or no number', () => {
    expect(faultOf(Note.fields.title, '  ')).toEqual({ key: 'required' });
    expect(faultOf(Note.fields.title, 'ab')).toEqual({ key: 'tooShort', min: 3, count: 2 });
    expect(faultOf(Note.fields.title, 'abcdefghijk')).toEqual({ key: 'tooLong', max: 10, count: 11 });
    expect(faultOf(Note.fields.count, '1.5')).toEqual({ key: 'notNumber' });
    expect(faultOf(Note.fields.count, '10')).toEqual({ key: 'tooLarge', max: 9 });
    expect(faultOf(Note.fields.weight, '')).toBeUndefined();
    expect(faultOf(Note.fields.weight, '1e3')).toEqual({ key: 'notNumber' });
  });

  it('keep decimals as text and turn whole numbers into numbers', () => {
    expect(toApi(Note.fields.weight, ' 0.10 ')).toBe('0.10');
    expect(toApi(Note.fields.count, '7')).toBe(7);
    expect(toApi(Note.fields.weight, '')).toBeNull();
    expect(toApi(Note.fields.tags, [])).toEqual([]);
  });

  it('leave out what a person cannot fill in', () => {
    expect(formFields(Note, true)).toEqual(['title', 'count', 'weight', 'tags', 'code']);
    expect(formFields(Note, false)).toEqual(['title', 'count', 'weight', 'tags']);
  });

  it('send only what differs from the record', () => {
    const before = { title: 'leak', count: 2, weight: null, tags: ['a'] };
    expect(valuesToSend(Note, { title: 'leak ', count: '3', weight: '', tags: ['a'] }, before)).toEqual({ count: 3 });
    expect(valuesToSend(Note, { title: 'leak', weight: '' }, undefined)).toEqual({ title: 'leak' });
  });

  it('run the record’s own rule in the reader’s language', () => {
    expect(checkRecord(Note, { title: 'scrap' }, 'fr')).toEqual([
      { path: '', message: 'Une justification manque.', rule: 'web-form-test.rationale' },
    ]);
    expect(checkRecord(Note, { title: 'keep' }, 'fr')).toEqual([]);
  });
});
