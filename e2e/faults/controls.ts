import { type Stage, withClient } from './stage.ts';

/**
 * Settings under which PostgreSQL acknowledges commits that are not written yet. A killed process loses only what it had not handed to the
 * operating system, so nothing else may make it write either.
 */
export const FORGETFUL: Readonly<Record<string, string>> = {
  synchronous_commit: 'off',
  wal_writer_delay: '10s',
  wal_writer_flush_after: '1GB',
  wal_buffers: '64MB',
  bgwriter_lru_maxpages: '0',
};

/** What the audit control did; all of it has to be found. */
export interface Tampering {
  readonly removed: string;
  readonly unrecorded: string;
}

/**
 * What only a superuser can do to the trail: takes one event out of it, and changes a record while its trigger is switched off. Two
 * different records, so that each has to be found by itself.
 */
export async function tamper(stage: Stage): Promise<Tampering> {
  return withClient(stage.adminUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'select id::text as id from bench.item where version >= 2 order by id limit 2',
    );
    const [removed, unrecorded] = rows.map((row) => row.id);
    if (removed === undefined || unrecorded === undefined) throw new Error('the load left no two records to tamper with');
    const { rows: parts } = await client.query<{ part: string }>(
      "select tableoid::regclass::text as part from audit.event where entity = 'bench.item' and rec_id = $1 and rec_ver = 2",
      [removed],
    );
    const part = parts[0]?.part ?? '';
    await client.query(`alter table ${part} disable trigger z_refuse`);
    await client.query("delete from audit.event where entity = 'bench.item' and rec_id = $1 and rec_ver = 2", [removed]);
    await client.query(`alter table ${part} enable always trigger z_refuse`);
    await client.query('alter table bench.item disable trigger a_update');
    await client.query("update bench.item set remark = 'nobody wrote this', version = version + 1 where id = $1", [unrecorded]);
    await client.query('alter table bench.item enable always trigger a_update');
    return { removed, unrecorded };
  });
}
