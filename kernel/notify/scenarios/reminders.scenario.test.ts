import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tickAll } from '#kernel/jobs';
import { day } from '#kernel/values';
import { rungOn } from '../reminders.ts';
import { type Plant, plant } from './plant-fixture.ts';

let p: Plant;
beforeAll(async () => {
  p = await plant('2030-03-04T06:00:00Z');
});
afterAll(() => p.close());

const told = (since = '2000-01-01') =>
  p.rows<{ who: string; type: string }>(
    `select u.username as who, n.type from notify.notification n join access."user" u on u.id = n.recipient_id
    where n.type <> 'assignment' and n.at >= $1::timestamptz order by n.at, n.type, u.username`,
    [since],
  );

describe('reminders', () => {
  test('NTF-04 three days before and on the day the assignee, a day later the manager, a week later the administrators; overdue daily', async () => {
    // Due at the end of 10 March in Kampala.
    const task = await p.assign('ada', { dueAt: '2030-03-10T20:59:59Z' });
    const byDay: Record<string, string[]> = {};
    for (let d = 5; d <= 18; d++) {
      const date = `2030-03-${String(d).padStart(2, '0')}`;
      // Twice a day: what was told in the morning is not told again.
      for (const hour of ['06', '15']) {
        await p.at(`${date}T${hour}:00:30Z`);
        await tickAll(p.kernel);
      }
      byDay[d] = (await told(`${date}T00:00:00Z`)).map((t) => `${t.type} ${t.who}`).sort();
    }
    expect(byDay).toEqual({
      5: [],
      6: [],
      7: ['due_soon ada'],
      8: [],
      9: [],
      10: ['due_soon ada'],
      11: ['escalation manager', 'overdue ada'],
      12: ['overdue ada'],
      13: ['overdue ada'],
      14: ['overdue ada'],
      15: ['overdue ada'],
      16: ['overdue ada'],
      17: ['escalation shaper', 'overdue ada'],
      18: ['overdue ada'],
    });
    const [row] = await p.rows<{ state: string; escalation: number; outcome: string | null }>(
      'select state, escalation, outcome from tasks.task where id = $1',
      [task],
    );
    expect(row).toEqual({ state: 'OPEN', escalation: 4, outcome: null });
  });

  test('WF-07 a reminder never completes a task, and a task that is done is not reminded of', async () => {
    await p.rows(`delete from notify.mail; delete from notify.notification`);
    const task = await p.assign('ben', { dueAt: '2030-03-19T20:59:59Z' }, 'ada');
    await p.system(async (tx) => {
      const row = await tx.get(tx.registry.record('tasks.task'), task);
      await tx.transition(tx.registry.record('tasks.task'), row, 'cancel');
    });
    await p.at('2030-03-21T06:00:30Z');
    await tickAll(p.kernel);
    expect((await told()).filter((t) => t.who === 'ben')).toEqual([]);
    const trail = await p.rows<{ action: string; who: string }>(
      `select distinct action, body ->> 'actorName' as who from audit.event where entity = 'tasks.task' and action = 'ESCALATE'`,
    );
    expect(trail).toEqual([{ action: 'ESCALATE', who: 'job:wf.reminders' }]);
  });

  test('NTF-04 a task found late climbs every rung it missed at once', () => {
    const due = day('2030-03-10');
    expect(['06', '07', '09', '10', '11', '16', '17', '30'].map((d) => rungOn(due, day(`2030-03-${d}`)))).toEqual([
      0, 1, 1, 2, 3, 3, 4, 4,
    ]);
  });
});
