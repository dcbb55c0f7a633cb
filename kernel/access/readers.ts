import { sql } from '#kernel/db';
import { type Actor, getRow, type Tx } from '#kernel/records';
import { type AnyRecord, AppError, type Language } from '#kernel/schema';
import { grantsOfPerson } from './grants.ts';

interface Facts extends Readonly<Record<string, unknown>> {
  readonly username: string;
  readonly name: string;
  readonly title: string;
  readonly departmentId: string | null;
  readonly siteId: string | null;
  readonly zone: string;
  readonly language: Language;
}

/** Another active person as the record engine sees them, for asking what they may see; they do not act. */
async function readerOf(tx: Tx, userId: string): Promise<Actor | undefined> {
  const [facts] =
    await tx.query<Facts>(sql`select u.username, u.name, coalesce(u.job_title, '') as title, u.department_id as "departmentId", u.site_id as "siteId",
      coalesce(s.zone, ${tx.actor.zone}) as zone, u.language
    from access."user" u left join access.site s on s.org_id = u.org_id and s.id = u.site_id
    where u.org_id = ${tx.actor.orgId} and u.id = ${userId} and u.state = 'ACTIVE'`);
  if (!facts) return undefined;
  const nobody = { sessionRef: null, sessionId: null, ip: null, userAgent: null };
  return { ...facts, ...nobody, type: 'USER', orgId: tx.actor.orgId, userId, grants: await grantsOfPerson(tx, userId) };
}

/** Whether another person may read a record now (NTF-07): by their roles, department, involvement and shares, as if they asked. */
export async function canRead(tx: Tx, userId: string, record: AnyRecord, id: string): Promise<boolean> {
  const actor = await readerOf(tx, userId);
  if (!actor) return false;
  try {
    await getRow({ ...tx, actor }, record, id);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
