import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { createTableSql } from '#kernel/db';
import { defineRecord, oneOf, text } from '#kernel/schema';
import { vocabularyDrift } from './vocabulary.ts';

const label = (en: string) => ({ en, fr: `${en}.` });
const lamp = (sizes: Readonly<Record<string, { en: string; fr: string }>>) =>
  defineRecord('vocabulary.lamp', {
    label: label('Lamp'),
    plural: label('Lamps'),
    scope: 'organization',
    fields: { name: text(label('Name')), size: oneOf(label('Size'), sizes) },
    title: 'name',
    permissions: {},
    states: { LIT: { label: label('Lit'), family: 'valid' } },
    initial: 'LIT',
    list: ['name'],
    form: [{ title: label('Lamp'), fields: ['name', 'size'] }],
  });

test('a longer list of choices is drafted as a replaced constraint, an equal one is left alone', async () => {
  const before = lamp({ small: label('Small') });
  const client = new pg.Client({ connectionString: inject('superuserUrl') });
  await client.connect();
  try {
    await client.query(
      'begin; create schema vocabulary; create schema kernel; create function kernel.now() returns timestamptz language sql as $$ select now() $$',
    );
    await client.query(createTableSql(before).split('\nselect audit.attach')[0] ?? '');
    expect(await vocabularyDrift(client, [before])).toEqual([]);
    const [drift, ...others] = await vocabularyDrift(client, [lamp({ small: label('Small'), large: label('Large') })]);
    expect(others).toEqual([]);
    expect(drift?.message).toBe('constraint lamp_size_check on vocabulary.lamp lists other values than the definition');
    await client.query(drift?.sql ?? '');
    await client.query(`insert into vocabulary.lamp (org_id, state, created_by, updated_by, name, size)
      values (uuidv7(), 'LIT', uuidv7(), uuidv7(), 'Bench', 'large')`);
    expect(await vocabularyDrift(client, [lamp({ small: label('Small'), large: label('Large') })])).toEqual([]);
  } finally {
    await client.query('rollback');
    await client.end();
  }
});
