import type { StateFamily } from '#kernel/schema';
import type { StateMark } from '#kernel/web/parts/StateBadge.tsx';

export interface SampleEvent {
  readonly number: string;
  readonly title: string;
  readonly level: 0 | 1 | 2 | 3;
  readonly state: { readonly label: string; readonly family: StateFamily; readonly mark?: StateMark };
  readonly next: string;
  readonly isMine: boolean;
  readonly due: string | null;
  readonly reported: string;
  readonly department: string;
  readonly leadsTo: string;
}

const states = {
  pending: { label: 'Pending classification', family: 'waiting' },
  investigation: { label: 'In investigation', family: 'doing', mark: 'continues' },
  deviation: { label: 'In deviation', family: 'doing', mark: 'continues' },
  returned: { label: 'Returned to draft', family: 'attention', mark: 'returned' },
  closed: { label: 'Closed', family: 'valid' },
  voided: { label: 'Voided', family: 'ended', mark: 'crossed' },
} as const;

type Line = readonly [
  number: number,
  title: string,
  level: 0 | 1 | 2 | 3,
  state: keyof typeof states,
  next: string,
  due: string | null,
  reported: string,
  department: string,
  leadsTo?: string,
];

const lines: readonly Line[] = [
  [
    326,
    'Adhesive cure oven 2 °C below set point for 20 minutes',
    2,
    'pending',
    'Rita Achieng: classify',
    '2026-11-27',
    '2026-11-20',
    'Production',
  ],
  [
    325,
    'Wrong revision of drawing at station 4',
    1,
    'pending',
    'Rita Achieng: classify',
    '2026-11-26',
    '2026-11-19',
    'Production',
  ],
  [
    324,
    'Customer reports splash from pre-rinse spray at low pressure',
    1,
    'pending',
    'Rita Achieng: classify',
    '2026-11-26',
    '2026-11-19',
    'Service',
  ],
  [
    323,
    'OOS: bioburden 14 CFU/ml, rinse water point RW-3',
    3,
    'investigation',
    'Lea Mbabazi: report',
    '2027-02-17',
    '2026-11-19',
    'Laboratory',
    'INV-2026-0014',
  ],
  [322, 'Humidity alarm in raw material store B', 1, 'returned', 'You: route', '2026-11-19', '2026-11-16', 'Warehouse'],
  [321, 'Missing initials on packing checklist, build 2209', 1, 'closed', '–', null, '2026-11-16', 'Packing'],
  [
    320,
    'Data integrity: shared login suspected at station 2',
    3,
    'investigation',
    'Grace Aber: report',
    '2027-02-13',
    '2026-11-15',
    'Production',
    'INV-2026-0013',
  ],
  [
    319,
    'Passivation bath pH 0.2 above limit',
    2,
    'deviation',
    'Ana Nakato: report',
    '2026-12-14',
    '2026-11-14',
    'Production',
    'DEV-2026-0151',
  ],
  [
    318,
    'Supplier certificate expired: Nile Polymers gaskets',
    2,
    'deviation',
    'Joel Ssali: report',
    '2026-12-13',
    '2026-11-13',
    'Purchasing',
    'DEV-2026-0150',
  ],
  [
    317,
    'Seal integrity test failed on 1 of 20 pouches',
    2,
    'deviation',
    'Ana Nakato: report',
    '2026-12-12',
    '2026-11-12',
    'Packing',
    'DEV-2026-0149',
  ],
  [316, 'Label artwork mismatch, Spanish manual', 1, 'closed', '–', null, '2026-11-11', 'Packing'],
  [315, 'Pest control visit missed in October', 0, 'closed', '–', null, '2026-11-10', 'Facilities'],
  [314, 'Compressed air dew point above limit for one hour', 1, 'closed', '–', null, '2026-11-06', 'Maintenance'],
  [313, 'Duplicate of QE-2026-0311', 2, 'voided', '–', null, '2026-10-28', 'Production'],
  [
    312,
    'Leak at DI gooseneck during end-of-line test',
    2,
    'deviation',
    'Tom Ojok: report',
    '2026-11-27',
    '2026-10-28',
    'Production',
    'DEV-2026-0148',
  ],
  [
    311,
    'Torque wrench TW-07 used after its calibration date',
    2,
    'deviation',
    'You: approve',
    '2026-11-25',
    '2026-10-26',
    'Production',
    'DEV-2026-0147',
  ],
  [
    310,
    'Incoming basin 30 × 20 × 10 outside flatness limit',
    2,
    'deviation',
    'Ana Nakato: rework',
    '2026-11-18',
    '2026-10-19',
    'Inspection',
    'DEV-2026-0146',
  ],
  [309, 'Freezer F-2 above −15 °C for 25 min', 1, 'closed', '–', null, '2026-10-18', 'Laboratory'],
  [308, 'Training record signed before session took place', 2, 'closed', '–', null, '2026-10-16', 'Training'],
  [307, 'Castor lock fails on 2 of 48 received', 1, 'closed', '–', null, '2026-10-15', 'Inspection'],
  [
    306,
    'Endotoxin trend above alert level, 3 points in a row',
    2,
    'investigation',
    'Rita Achieng: review',
    '2027-01-11',
    '2026-10-13',
    'Laboratory',
    'INV-2026-0012',
  ],
  [
    305,
    'Touchscreen freezes after firmware 3.1',
    1,
    'investigation',
    'Grace Aber: report',
    '2027-01-08',
    '2026-10-10',
    'Engineering',
    'INV-2026-0010',
  ],
  [304, 'Unlabelled solvent bottle in cabinet 2', 1, 'closed', '–', null, '2026-10-09', 'Laboratory'],
  [303, 'Power loss, UPS log missing 6 min', 1, 'closed', '–', null, '2026-10-08', 'Facilities'],
  [
    302,
    'Returned device without decontamination certificate',
    2,
    'deviation',
    'Grace Aber: approve',
    '2026-11-07',
    '2026-10-08',
    'Service',
    'DEV-2026-0144',
  ],
];

/** The 25 quality events of the list specimen. */
export const sampleEvents: readonly SampleEvent[] = lines.map(
  ([number, title, level, state, next, due, reported, department, leadsTo]): SampleEvent => ({
    number: `QE-2026-0${number}`,
    title,
    level,
    state: states[state],
    next,
    isMine: next.startsWith('You'),
    due,
    reported,
    department,
    leadsTo: leadsTo ?? '–',
  }),
);
