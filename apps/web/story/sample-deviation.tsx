import { IconArrowBackUp, IconCalendarPlus, IconCheck, IconPencil } from '@tabler/icons-react';
import type { BarAction } from '#kernel/web/parts/AbilityBar.tsx';
import type { TimelineStep } from '#kernel/web/parts/Timeline.tsx';
import type { HistoryRow } from '#kernel/web/record/history-entry.ts';
import type { AbilityLine, DeadlineLine, LinkLine, TaskLine } from '#kernel/web/record/rail.tsx';
import { AppLink } from '#kernel/web/shell/AppLink.tsx';

export const HASH = '8e1fc07a52d9b3e417a6e0f35c28d94b6a3e0fd1b8722c9590c61d57f28a41bb';

const ok = { ok: true } as const;
const edit = {
  ok: false,
  rule: 'CORE-04, not in this state',
  why: 'The report was frozen when Ana Nakato submitted it on 12 Nov, so that everyone signs the same content.',
  way: 'reject it with a reason. It returns to Ana Nakato as revision 3 and is reviewed again.',
} as const;
const refused = (rule: string, why: string) => ({ ok: false, rule, why }) as const;

/** Actions of the record specimen; `onSign` opens the signature dialog. */
export function sampleActions(onSign: () => void): readonly BarAction[] {
  const act = (): void => undefined;
  return [
    { key: 'approve', label: 'Approve and sign', ability: ok, isPrimary: true, isSigned: true, onAct: onSign },
    { key: 'reject', label: 'Reject', ability: ok, asksMore: true, icon: IconArrowBackUp, onAct: act },
    { key: 'extend', label: 'Extend', ability: ok, asksMore: true, icon: IconCalendarPlus, onAct: act },
    { key: 'edit', label: 'Edit report', ability: edit, icon: IconPencil, onAct: act },
    { key: 'withdraw', label: 'Withdraw', ability: refused('DEV-3', 'only Ana Nakato, before review'), onAct: act },
  ];
}

export const sampleAbilities: readonly AbilityLine[] = [
  { key: 'approve', label: 'Approve and sign', ability: ok, note: 'named approver, not author or reviewer' },
  { key: 'reject', label: 'Reject, Extend', ability: ok, note: 'approve level in Quality' },
  { key: 'edit', label: 'Edit report', ability: refused('CORE-04', 'frozen since 12 Nov') },
  { key: 'withdraw', label: 'Withdraw', ability: refused('DEV-3', 'only Ana Nakato, before review') },
  { key: 'reassign', label: 'Reassign approver', ability: refused('WF-11', 'only a Quality administrator') },
];

export const sampleSteps: readonly TimelineStep[] = [
  { key: 'open', label: 'Open', status: 'done', lines: ['Ana Nakato', '1 Nov, responsible person'] },
  { key: 'review', label: 'Pending review', status: 'done', lines: ['Ana Nakato signed', '12 Nov 17:08, revision 2'] },
  { key: 'reviewed', label: 'Reviewed', status: 'done', lines: ['Rita Achieng signed', '16 Nov 14:52'] },
  { key: 'approval', label: 'Pending approval', status: 'now', lines: ['You, since 16 Nov', 'due 25 Nov'] },
  { key: 'closed', label: 'Closed', status: 'todo', lines: ['closes QE-2026-0311', 'opens a CAPA'] },
];

export const sampleDeadlines: readonly DeadlineLine[] = [
  { key: 'close', label: 'Close the deviation', note: '30 days from reporting', due: '2026-11-25' },
  { key: 'hold', label: 'Packed builds on hold', note: 'ship date of ORD-2026-0398', due: '2026-11-27' },
];

export const sampleTasks: readonly TaskLine[] = [
  { key: '4', what: 'Approve', who: 'Paul Okello', isReader: true, isDone: false, when: 'now' },
  { key: '3', what: 'Review', who: 'Rita Achieng', isReader: false, isDone: true, when: '16 Nov' },
  { key: '2', what: 'Rework after rejection', who: 'Ana Nakato', isReader: false, isDone: true, when: '12 Nov' },
  { key: '1', what: 'Review', who: 'Rita Achieng', isReader: false, isDone: true, when: '9 Nov' },
];

export const link = (number: string) => <AppLink href="/story/record">{number}</AppLink>;

export const sampleLinks: readonly LinkLine[] = [
  { key: 'qe', link: link('QE-2026-0311'), note: 'Event', state: { family: 'doing', label: 'In deviation', mark: 'continues' } },
  { key: 'eq', link: link('EQ-0107'), note: 'Torque wrench', state: { family: 'wrong', label: 'Out of service' } },
  { key: 'sop', link: link('SOP-00093'), note: '2.0', state: { family: 'valid', label: 'Effective' } },
  { key: 'ord', link: link('ORD-2026-0398'), note: '4 builds', state: { family: 'held', label: 'On hold' } },
];

type Change = readonly [
  at: string,
  who: string,
  field: string,
  from: string | null,
  to: string | null,
  why: string | null,
  entry: number | null,
  isSigned?: boolean,
  text?: string,
];

const changes: readonly Change[] = [
  [
    '2026-11-20T07:31:00Z',
    'Rita Achieng',
    'Comment',
    null,
    null,
    null,
    null,
    false,
    'Lateness is not an issue here, 5 days remain.',
  ],
  ['2026-11-16T12:20:00Z', 'Ana Nakato', 'State', 'Reviewed', 'Pending approval', 'Named approver Paul Okello', 17904],
  [
    '2026-11-16T11:52:07.318Z',
    'Rita Achieng',
    'State',
    'Pending review',
    'Reviewed',
    'Reviewed. Root cause is supported by records 3 and 4.',
    17897,
    true,
  ],
  ['2026-11-12T14:08:00Z', 'Ana Nakato', 'State', 'Open', 'Pending review', 'Report complete, revision 2', 17655, true],
  [
    '2026-11-12T13:57:00Z',
    'Ana Nakato',
    'Disposition',
    'Quarantine',
    'Release after re-torque, 64 of 64 passed',
    'Re-torque finished, sheet attached',
    17651,
  ],
  [
    '2026-11-12T13:55:00Z',
    'Ana Nakato',
    'Patient safety',
    'Not known',
    'None: joints are not load bearing in use',
    'Engineering statement ENG-118 received',
    17650,
  ],
  [
    '2026-11-12T13:41:00Z',
    'Ana Nakato',
    'retorque-sheet.pdf',
    'c41f 09be, 212 kB',
    '7d20 e8a1, 219 kB',
    'Page 2 was missing the second signature',
    17644,
  ],
  [
    '2026-11-09T08:26:00Z',
    'Rita Achieng',
    'State',
    'Pending review',
    'Open, revision 2',
    'Review rejected. Patient safety is not justified.',
    17310,
    true,
  ],
];

/** The history specimen; the review of 16 Nov carries its whole evidence. */
export const sampleHistory: readonly HistoryRow[] = changes.map(
  ([at, who, field, from, to, why, entry, isSigned = false, text]) => ({
    key: at,
    at,
    who,
    personId: who,
    fieldKey: field,
    field,
    from,
    to,
    why,
    entry,
    seal: entry === null ? 'sealing' : 'sealed',
    isSigned,
    ...(text ? { text } : {}),
    facts: [
      { key: 'meaning', label: 'Meaning', value: isSigned ? 'REVIEWED' : '–' },
      { key: 'content', label: 'Content', value: '8e1f c07a 52d9 … 41bb', isCode: true },
      { key: 'by', label: 'Signed by', value: `${who}, QA reviewer` },
      { key: 'previous', label: 'Previous entry', value: `${(entry ?? 18231) - 1} · a90d 6e33`, isCode: true },
      { key: 'method', label: 'Method', value: 'Passkey, user verified' },
      { key: 'checkpoint', label: 'Checkpoint', value: '4 112 · 0be4 77f1', isCode: true },
      { key: 'time', label: 'Server time', value: `${at.slice(0, 10)} ${at.slice(11, 23).replace('Z', '')} UTC` },
      { key: 'origin', label: 'From', value: '10.20.4.31, Firefox on Windows' },
    ],
  }),
);

export const released = (
  <>
    <IconCheck size={15} stroke={1.7} aria-hidden="true" style={{ color: 'var(--good-icon)', verticalAlign: '-2px' }} /> Release
    after re-torque, 64 of 64 passed
  </>
);
