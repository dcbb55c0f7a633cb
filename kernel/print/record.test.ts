import { describe, expect, test } from 'vitest';
import { evidenceFixture } from './pdf/evidence-fixture.ts';
import { pdfInfo } from './pdf/pages.ts';
import { sealPdf } from './pdf/seal.ts';
import { checkWith, openSslAccepts, sealFixture } from './pdf/seal-fixture.ts';
import { type RecordPrint, recordPdf } from './record.ts';

const record: RecordPrint = {
  number: 'DEV-2026-0117',
  title: 'Granulator outlet temperature above 62 °C for 11 minutes during batch GR-2604',
  version: '7',
  state: 'Investigation approved',
  sections: [
    {
      title: 'Event',
      rows: [
        { label: 'Found on', value: '2026-03-04' },
        { label: 'Batch', value: 'GR-2604' },
        { label: 'Immediate action', value: '' },
      ],
    },
    {
      title: 'Assessment',
      rows: [
        { label: 'Severity', value: 'Major' },
        { label: 'Root cause', value: `${'The inlet damper actuator lost its reference after the power dip. '.repeat(12)}` },
      ],
    },
  ],
  tables: [
    {
      title: 'Affected lots',
      columns: [
        { title: 'Lot', share: 2 },
        { title: 'Item', share: 5 },
        { title: 'Quantity', share: 2, align: 'right' },
      ],
      rows: Array.from({ length: 70 }, (_, index) => [`L-26${index}`, 'Granulate 250 mg', `${index * 12}.50 kg`]),
    },
    { title: 'Attachments', columns: [{ title: 'File', share: 1 }], rows: [] },
  ],
  history: [
    { at: '2026-03-04T06:12:00Z', who: 'Tom Adair', what: 'Created' },
    { at: '2026-03-05T10:40:00Z', who: 'Jana Kovářová', what: 'Severity: Minor → Major', reason: 'Second batch affected' },
  ],
  signatures: evidenceFixture.signatures,
  contentHash: evidenceFixture.contentHash,
  ...(evidenceFixture.checkpoint === undefined ? {} : { checkpoint: evidenceFixture.checkpoint }),
  printedBy: 'Priya Raman',
  printedAt: '2026-03-20T08:15:42Z',
  copyNumber: '3',
};

describe('recordPdf', () => {
  test('carries head, foot, fields, tables, history, signatures and proof on every page it takes', async () => {
    const pdf = await recordPdf(record);
    const { pages } = await pdfInfo(pdf);
    expect(pages).toBeGreaterThan(1);
    const shown = checkWith('pdftotext', ['-raw', '{}', '-'], pdf)?.replace(/\s+/g, ' ');
    if (shown === undefined) return;
    for (const part of [
      'Version 7 · INVESTIGATION APPROVED',
      'Printed 2026-03-20 08:15:42 UTC by Priya Raman · Copy 3',
      `Content ${record.contentHash.slice(0, 16)}`,
      'Valid only if',
    ]) {
      expect(shown.split(part), part).toHaveLength(pages + 1);
    }
    for (let page = 1; page <= pages; page += 1) expect(shown).toContain(`Page ${page} of ${pages}`);
    for (const part of [
      'Immediate action –',
      'Severity: Minor → Major',
      'L-2669',
      '828.50 kg',
      'No entries.',
      'Approved',
      '2026-03-01 16:20:37 UTC',
      'Ada Nkemelu',
    ]) {
      expect(shown).toContain(part);
    }
  });

  test('the same record gives the same file, and it can be sealed', async () => {
    const [one, two] = [await recordPdf({ ...record, size: 'LETTER' }), await recordPdf({ ...record, size: 'LETTER' })];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
    const key = await sealFixture();
    expect(
      openSslAccepts(await sealPdf(one, { ...key, name: 'Northwind', reason: 'Printed copy', at: record.printedAt }), key),
    ).toBe(true);
  });
});
