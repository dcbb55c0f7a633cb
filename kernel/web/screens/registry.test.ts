import { describe, expect, it } from 'vitest';
import { defineRecord, text } from '#kernel/schema';
import { changesOf, matchPath, pageFor, registerScreens } from './registry.ts';
import { screensFor } from './screens-for.ts';

const label = (en: string) => ({ en, fr: en });
const Note = defineRecord('demo.note', {
  label: label('Note'),
  plural: label('Notes'),
  scope: 'organization',
  fields: { title: text(label('Title')) },
  title: 'title',
  permissions: {},
  list: ['title'],
  form: [{ title: label('What'), fields: ['title'] }],
});
const Cell = () => null;
const load = () => Promise.resolve({ default: Cell });

describe('declared screens', () => {
  it('match paths with parameters and prefer those without', () => {
    registerScreens({
      default: screensFor(Note, {
        list: { cells: { title: Cell } },
        pages: [
          { path: '/demo/$view', load },
          { path: '/demo/board', load },
        ],
      }),
    });
    expect(matchPath('/demo/notes/$id/compare', '/demo/notes/a%20b/compare')).toEqual({ id: 'a b' });
    expect(matchPath('/demo/notes', '/demo/notes/1')).toBeUndefined();
    expect(pageFor('/demo/board')?.page.path).toBe('/demo/board');
    expect(pageFor('/demo/week')?.params).toEqual({ view: 'week' });
    expect(changesOf(Note).list?.cells).toEqual({ title: Cell });
  });

  it('refuse a field that the record does not have', () => {
    // @ts-expect-error a misspelt field does not compile
    expect(screensFor(Note, { list: { cells: { titel: Cell } } }).record).toBe(Note);
  });
});
