import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leafHash } from '../log/index.ts';
import { differences, examine, type Found } from './events.ts';
import { reviewedFunctions } from './guard-pass.ts';

const event = (body: string): Found =>
  examine(
    {
      xid: '1',
      ord: 1,
      at: '',
      org_id: '',
      action: '',
      module: '',
      entity: '',
      rec_id: null,
      rec_number: null,
      rec_ver: null,
      actor_id: '',
      body,
    },
    1,
  );
const leaf = (body: string) => leafHash(Buffer.from(body));
const told = (sealed: readonly string[], found: readonly string[]) =>
  differences(sealed.map(leaf), found.map(event)).map(
    (d) => `${d.kind} ${d.position}${d.kind === 'missing' ? '' : ` ${d.found.event.body}`}`,
  );

describe('AT-03 what happened between sealing and now', () => {
  test.for([
    ['nothing', ['a', 'b', 'c'], ['a', 'b', 'c'], []],
    ['one altered', ['a', 'b', 'c'], ['a', 'x', 'c'], ['altered 1 x']],
    ['the first gone', ['a', 'b', 'c'], ['b', 'c'], ['missing 0']],
    ['the last gone', ['a', 'b', 'c'], ['a', 'b'], ['missing 2']],
    ['one put between', ['a', 'b'], ['a', 'x', 'b'], ['forged 1 x']],
    ['one put at the end', ['a', 'b'], ['a', 'b', 'x'], ['forged 2 x']],
    ['a copy of an earlier one', ['a', 'b', 'c'], ['a', 'b', 'a', 'c'], ['forged 2 a']],
    ['two that changed places', ['a', 'b', 'c', 'd'], ['a', 'd', 'c', 'b'], ['moved 1 d', 'moved 3 b']],
    ['one altered, one gone', ['a', 'b', 'c', 'd'], ['x', 'b', 'd'], ['altered 0 x', 'missing 2']],
    ['all gone', ['a', 'b'], [], ['missing 0', 'missing 1']],
  ] as const)('%s', ([, sealed, found, expected]) => {
    expect(told(sealed, found)).toEqual(expected);
  });

  test('is silent exactly when both are the same', () => {
    const bodies = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 12 });
    fc.assert(
      fc.property(bodies, bodies, (sealed, found) => {
        expect(told(sealed, found).length === 0).toBe(sealed.join() === found.join());
      }),
      { numRuns: 2000 },
    );
  });
});

describe('AT-03 the reviewed text of functions', () => {
  test('is found in both ways of quoting, the last definition counting', () => {
    const files = [
      `create function audit.one() returns int language sql as 'select ''x''';\ncreate function audit.two(a int default 0) returns trigger language plpgsql as $$\nbegin return new; end $$;`,
      `create or replace function audit.two(a int) returns trigger language plpgsql as $$ begin return old; end $$;`,
    ];
    expect([...reviewedFunctions(files)]).toEqual([
      ['audit.one', `select 'x'`],
      ['audit.two', ' begin return old; end '],
    ]);
  });
});
