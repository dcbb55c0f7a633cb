import { createHash } from 'node:crypto';
import type { Evidence } from './evidence.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A document of the demo company with everything a page can show. */
export const evidenceFixture: Evidence = {
  metadata: {
    number: 'SOP-00012',
    version: '2.0',
    title: 'Cleaning and line clearance of the high-shear granulator, including verification swabs ≤ 5 µg/cm²',
    type: 'Work Instruction (SOP)',
    source: 'Scanned copy',
    sourceStatement: 'Verified against the paper original by Ada Nkemelu on 2026-02-27: complete and legible.',
    dependencies: ['POL-00003 Contamination control policy, 4.0', 'SOP-00007 Line clearance, 3.0'],
    author: 'Jana Kovářová',
    reviewer: 'Łukasz Wójcik',
    approver: 'Ada Nkemelu',
    approvalDate: '2026-03-01',
    effectiveDate: '2026-03-15',
    status: 'Effective',
    downloadedAt: '2026-03-20T08:15:42Z',
    downloadedBy: 'Priya Raman',
    revisionHistory: [
      {
        version: '1.0',
        effectiveDate: '2024-05-02',
        author: 'Jana Kovářová',
        reviewer: 'Tom Adair',
        approver: 'Ada Nkemelu',
        reason: 'First issue',
      },
      {
        version: '2.0',
        effectiveDate: '2026-03-15',
        author: 'Jana Kovářová',
        reviewer: 'Łukasz Wójcik',
        approver: 'Ada Nkemelu',
        reason: 'New granulator (CC-2026-0004); swab limit lowered from 10 to 5 µg/cm² after CAPA-2025-0031',
      },
    ],
  },
  signatures: [
    {
      printedName: 'Jana Kovářová',
      role: 'Process engineer',
      meaning: 'Authored',
      method: 'Password',
      at: '2026-02-27T14:02:11Z',
      zone: 'Europe/Prague',
      reason: 'New granulator, CC-2026-0004',
    },
    {
      printedName: 'Łukasz Wójcik',
      role: 'Production lead',
      meaning: 'Reviewed',
      method: 'Password',
      at: '2026-02-28T09:41:00Z',
      zone: 'Europe/Warsaw',
    },
    {
      printedName: 'Ada Nkemelu',
      role: 'Head of quality',
      meaning: 'Approved',
      method: 'Passkey',
      at: '2026-03-01T16:20:37Z',
      zone: 'America/New_York',
      reason: 'Swab recovery study VAL-2026-011 accepted',
    },
  ],
  contentHash: hash('content'),
  checkpoint: { origin: 'northwind.example/log', size: '184,220', rootHash: hash('root'), at: '2026-03-20T08:00:00Z' },
};
