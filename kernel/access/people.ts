import { sql } from '#kernel/db';
import { type People, systemActor } from '#kernel/records';
import { grantsOfPerson } from './grants.ts';

const systemId = systemActor('', '').userId;

/**
 * What the record engine asks about people. A lock after wrong passwords does not stop somebody from being assigned work: otherwise
 * anybody who types wrong passwords could empty an approval chain.
 */
export function createPeople(): People {
  return {
    async mayAct(tx, userId, permission) {
      const active =
        await tx.query(sql`select 1 as x from access."user" u where u.org_id = ${tx.actor.orgId} and u.id = ${userId} and u.state = 'ACTIVE'
        and (u.account_expires_on is null or (kernel.now() at time zone ${tx.actor.zone})::date <= u.account_expires_on)`);
      return active.length > 0 && (await grantsOfPerson(tx, userId)).has(permission);
    },
    async nameOf(tx, userId) {
      if (userId === systemId) return 'Plumbline';
      const [row] = await tx.query<{ name: string }>(
        sql`select name from access."user" where org_id = ${tx.actor.orgId} and id = ${userId}`,
      );
      return row?.name ?? '';
    },
  };
}
