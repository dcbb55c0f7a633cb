import { describe, expect, test } from 'vitest';
import { day, defineRecord, faultsOf, type NewRow, oneOf, person, type Row, text } from './index.ts';

const l = (en: string) => ({ en, fr: en });
const Note = defineRecord('demo.note', {
  label: l('Note'),
  plural: l('Notes'),
  scope: 'organization',
  fields: {
    title: text(l('Title'), { max: 120 }),
    severity: oneOf(l('Severity'), { low: l('Low'), high: l('High') }),
    found: day(l('Found')).optional(),
    authorId: person(l('Author')).owner(),
  },
  title: 'title',
  permissions: { approve: 'approve' },
  states: { OPEN: { label: l('Open'), family: 'writing' }, CLOSED: { label: l('Closed'), family: 'valid' } },
  initial: 'OPEN',
  transitions: {
    close: {
      label: l('Close'),
      from: ['OPEN'],
      to: 'CLOSED',
      needs: 'approve',
      sign: { meaning: 'APPROVED', notSameAs: ['reopen'] },
    },
    reopen: { label: l('Reopen'), from: ['CLOSED'], to: 'OPEN', needs: 'approve', reason: 'required' },
  },
  list: ['title', 'severity', 'state'],
  form: [{ title: l('What'), fields: ['title', 'severity'] }],
});

describe('record definitions', () => {
  test('derive route, permissions and defaults', () => {
    expect(Note.route).toBe('notes');
    expect(Note.permissions).toEqual({ read: 'read', create: 'write', edit: 'write', approve: 'approve' });
    expect(faultsOf(Note)).toEqual([]);
  });
  test('WF-03 a machine with an unreachable state or an unsigned approval is faulty', () => {
    const bad = { ...Note, states: { ...Note.states, LOST: { label: l('Lost'), family: 'waiting' as const } } };
    expect(faultsOf(bad)).toEqual(['demo.note: state LOST cannot be reached', 'demo.note: state LOST has no exit']);
  });
  test('types follow the declaration', () => {
    const row = { title: 'a', severity: 'low', found: null, authorId: 'x', state: 'OPEN' } as Row<typeof Note>;
    const state: 'OPEN' | 'CLOSED' = row.state;
    const found: string | null = row.found;
    const fresh: NewRow<typeof Note> = { title: 'a', severity: 'high', authorId: 'x' };
    // @ts-expect-error a misspelt choice does not compile
    const wrong: NewRow<typeof Note> = { title: 'a', severity: 'hihg' };
    expect([state, found, fresh.severity, wrong.title]).toEqual(['OPEN', null, 'high', 'a']);
  });
});
